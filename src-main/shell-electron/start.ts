// The only file that imports Electron itself. What must happen before `ready` happens here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  BrowserWindow, Menu, MessageChannelMain, Tray, app, dialog, ipcMain, nativeImage, powerSaveBlocker, protocol, safeStorage,
  screen, session, utilityProcess,
} from 'electron'
import { z } from '#shared/kernel/zod.ts'
import {
  HALL_USAGE, askRunning, exitCodes, hasGraphicsCard, outliveListeners, parseHallOptions, sayRefusal, sayTo,
} from '../shell-common/index.ts'
import { registerHallScheme } from './app-protocol.ts'
import { ownArguments, takeFlag } from './arguments.ts'
import { ElectronShell } from './electron-shell.ts'
import type { ElectronShellOptions } from './electron-shell.ts'
import { packageFile } from './places.ts'
import { ShellLog } from './shell-log.ts'

const parts = {
  BrowserWindow, Menu, MessageChannelMain, Tray, app, dialog, ipcMain, nativeImage, powerSaveBlocker, protocol, safeStorage,
  screen, session, utilityProcess,
}

function readVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version
}

function prepare(options: ElectronShellOptions): boolean {
  app.enableSandbox()
  registerHallScheme(protocol)
  if (!hasGraphicsCard()) app.commandLine.appendSwitch('enable-unsafe-swiftshader')
  // Per data folder, so that two halls on one machine keep apart; it also holds the single-instance lock.
  app.setPath('userData', join(options.hall.dataDir, 'electron'))
  Menu.setApplicationMenu(null)
  return app.requestSingleInstanceLock()
}

function start(): void {
  outliveListeners()
  // Nothing we write is anybody else's to read.
  process.umask(0o077)
  const { isSet: selfTest, rest } = takeFlag(ownArguments(process.argv, app.isPackaged), '--selftest')
  const hall = parseHallOptions(rest, process.env)
  if (!hall.ok || hall.value.help) {
    process.stdout.write(HALL_USAGE)
    if (!hall.ok) sayRefusal(sayTo(process.stderr), hall.error)
    app.exit(hall.ok ? exitCodes.ended : exitCodes.badOption)
    return
  }
  if (hall.value.ask !== null) {
    askRunning(hall.value, sayTo(process.stderr)).then((code) => {
      app.exit(code)
    }, (error: unknown) => {
      sayRefusal(sayTo(process.stderr), { code: 'internal', detail: String(error) })
      app.exit(exitCodes.failed)
    })
    return
  }
  const options = { hall: hall.value, selfTest, version: readVersion() }
  if (!prepare(options)) {
    sayRefusal(sayTo(process.stderr), { code: 'already-running', detail: hall.value.dataDir })
    app.exit(exitCodes.alreadyRunning)
    return
  }
  const log = new ShellLog()
  app.whenReady().then(() => ElectronShell.run(parts, options, log)).catch((error: unknown) => {
    log.warn(`start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    sayRefusal(sayTo(process.stderr), { code: 'internal', detail: String(error) })
    app.exit(exitCodes.failed)
  })
}

start()
