import { createWriteStream, openSync } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { MessagePortMain, UtilityProcess } from 'electron'
import { signal } from '../shell-common/index.ts'
import type { ChildExit, ChildProgram, HallChild, StartChild } from '../shell-common/index.ts'
import { makeRoom } from './shell-log.ts'

/** `utilityProcess` as far as it is used. */
export interface UtilityProcesses {
  fork(modulePath: string, args?: string[], options?: { serviceName?: string; stdio?: ('ignore' | 'pipe')[]; env?: Record<string, string> }): UtilityProcess
}

/**
 * Starts host and platform as Electron's utility processes, so that the packaged program needs no Node of its own and the
 * runAsNode fuse can stay off. Electron ends them when it ends itself, however that happens.
 *
 * @param programs built file of each
 */
export function startUtility(utility: UtilityProcesses, programs: Readonly<Record<ChildProgram, string>>): StartChild {
  return (program, args, logFile) => {
    const log = openLog(logFile)
    const child = utility.fork(programs[program], [...args], {
      serviceName: `wanmi-${program}`,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environmentOf(program),
    })
    child.stderr?.pipe(log)
    return hallChild(child, (line) => {
      log.write(`${line}\n`)
    })
  }
}

/** A full disk costs lines of the log, never the child. */
function openLog(file: string): WriteStream {
  makeRoom(file)
  const log = createWriteStream(file, { fd: openSync(file, 'a', 0o600) })
  return log.on('error', () => log.destroy())
}

/** @param unheard takes lines of its output while nobody listens for them */
function hallChild(child: UtilityProcess, unheard: (line: string) => void): HallChild {
  let onLine = unheard
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      onLine(line)
    })
  }
  let ended: ChildExit | null = null
  const exitListeners: ((exit: ChildExit) => void)[] = []
  child.on('exit', (code) => {
    ended = { code, signal: null }
    for (const listener of exitListeners.splice(0)) listener(ended)
  })
  return {
    get pid() {
      return child.pid
    },
    send: (message, ports = []) => {
      // The one caller hands over ports of MessageChannelMain; the common code cannot name Electron's type.
      if (ended === null) child.postMessage(message, [...ports] as MessagePortMain[])
    },
    end: () => {
      child.kill()
      // A stopped process takes its signals only when it goes on.
      if (process.platform !== 'win32' && child.pid !== undefined) signal(child.pid, 'SIGCONT')
    },
    kill: () => {
      // Electron's own kill() only asks, and a stuck child would never hear it.
      if (child.pid !== undefined) signal(child.pid, 'SIGKILL')
    },
    onMessage: (listener) => {
      child.on('message', listener)
    },
    onLine: (listener) => {
      onLine = listener
    },
    onExit: (listener) => {
      if (ended === null) exitListeners.push(listener)
      else listener(ended)
    },
  }
}

/** The database's address may hold a password: it is the platform's business only. */
function environmentOf(program: ChildProgram): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(given.filter(([name]) => name !== 'HALL_PG_URL' || program === 'platform'))
}
