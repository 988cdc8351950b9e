// The whole bridge between a window and the Electron shell. It runs sandboxed in an isolated world: the window gets two
// functions without arguments that matter, and the door itself as a message port.
import { contextBridge, ipcRenderer } from 'electron'
import { BRIDGE_KEY, DOOR_MESSAGE, bridgeChannels } from '#shared/contracts/bridge.ts'

/** A window registers once; the bound keeps a faulty page from piling up listeners. */
const MAX_LISTENERS = 8

const goneListeners: (() => void)[] = []

ipcRenderer.on(bridgeChannels.door, (event) => {
  const [port] = event.ports
  if (port === undefined || event.ports.length !== 1) return
  // To this window and this origin only; the window checks the same on its side.
  window.postMessage(DOOR_MESSAGE, window.location.origin, [port])
})

ipcRenderer.on(bridgeChannels.hostGone, () => {
  for (const listener of goneListeners) listener()
})

contextBridge.exposeInMainWorld(BRIDGE_KEY, {
  requestDoor: (): void => {
    ipcRenderer.send(bridgeChannels.askDoor)
  },
  onHostGone: (listener: unknown): void => {
    if (typeof listener !== 'function' || goneListeners.length >= MAX_LISTENERS) return
    goneListeners.push(() => {
      Reflect.apply(listener, undefined, [])
    })
  },
})
