import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface FoundProcess {
  readonly pid: number
  readonly commandLine: string
}

/** Every live process at work on this folder: named in its command line or standing in it (PostgreSQL's). Linux only. */
export function processesOn(folder: string): FoundProcess[] {
  const standsIn = (pid: number): string => read(() => readlinkSync(`/proc/${String(pid)}/cwd`))
  return allProcesses().filter(({ pid, commandLine }) => commandLine.includes(folder) || standsIn(pid).startsWith(folder))
}

/** What any user can list. Processes that have ended and wait to be collected have no command line and are left out. */
export function allProcesses(): FoundProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      commandLine: read(() => readFileSync(`/proc/${name}/cmdline`, 'utf8'))
        .replaceAll('\0', ' ')
        .trim(),
    }))
    .filter(({ commandLine }) => commandLine !== '')
}

function read(look: () => string): string {
  try {
    return look()
  } catch (error) {
    // It ended between two looks, or is not ours to look into.
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
