// Stands where the `electron` package would be in unit tests: importing it is harmless, using it is a mistake. A test that
// needs a working Electron takes the stand-in of tests/fakes/electron instead.
function refuse(name: string): never {
  throw new Error(`electron.${name} was used in a test without a stand-in for Electron`)
}

function unusable(name: string): object {
  const target = function stub(): void {
    refuse(name)
  }
  return new Proxy(target, {
    get: (_, member) => (typeof member === 'symbol' ? undefined : refuse(`${name}.${member}`)),
    apply: () => refuse(name),
    construct: () => refuse(name),
  })
}

export const app = unusable('app')
export const BrowserWindow = unusable('BrowserWindow')
export const contextBridge = unusable('contextBridge')
export const dialog = unusable('dialog')
export const ipcMain = unusable('ipcMain')
export const ipcRenderer = unusable('ipcRenderer')
export const Menu = unusable('Menu')
export const MessageChannelMain = unusable('MessageChannelMain')
export const nativeImage = unusable('nativeImage')
export const net = unusable('net')
export const powerMonitor = unusable('powerMonitor')
export const powerSaveBlocker = unusable('powerSaveBlocker')
export const protocol = unusable('protocol')
export const safeStorage = unusable('safeStorage')
export const screen = unusable('screen')
export const session = unusable('session')
export const shell = unusable('shell')
export const Tray = unusable('Tray')
export const utilityProcess = unusable('utilityProcess')
