import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MAX_BYTES = 4 * 1024 * 1024

/** What grew too large stands beside it once. */
export function makeRoom(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > MAX_BYTES) renameSync(file, `${file}.1`)
}

/** What the shell refused or met, one JSON line each, for the diagnostics page and the administrator. Never personal data. */
export class ShellLog {
  #file: string | null = null
  #early: string[] = []
  /** Bytes in the file, as far as this process knows. */
  #size = 0

  /** Before the data folder is known, lines are kept. */
  openIn(logs: string): void {
    this.#file = join(logs, 'shell.log')
    makeRoom(this.#file)
    this.#size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0
    for (const line of this.#early.splice(0)) this.#write(line)
  }

  warn(what: string): void {
    this.#write(JSON.stringify({ time: new Date().toISOString(), level: 'warn', what }))
  }

  #write(line: string): void {
    if (this.#file === null) {
      this.#early.push(line)
      return
    }
    // Also a fault that comes again and again must not fill the disk.
    if (this.#size > MAX_BYTES) {
      makeRoom(this.#file)
      this.#size = 0
    }
    appendFileSync(this.#file, `${line}\n`, { mode: 0o600 })
    this.#size += Buffer.byteLength(line) + 1
  }
}
