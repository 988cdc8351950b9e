import { closeSync, fstatSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { isSystemError } from './launcher/files.ts'

const MOST_BYTES = 16 * 1024 * 1024

/**
 * platform.log, which whoever calls the platform can make grow: a line for every call that is refused. What grew too large stands
 * beside it once (`.1`), also while the platform runs, so the two together are bounded.
 */
export class LogFile {
  readonly #path: string
  readonly #mostBytes: number
  /** Null: the one before was put aside, and none could be opened yet. */
  #file: number | null
  /** Bytes in the file, as far as this process knows. */
  #size = 0

  /** Throws what the system says where the file cannot be opened. */
  constructor(path: string, mostBytes = MOST_BYTES) {
    this.#path = path
    this.#mostBytes = mostBytes
    this.#file = this.#open()
  }

  /** A line that the disk does not take is lost alone: the platform goes on, and saying so would only fail again. */
  write(line: string): void {
    try {
      if (this.#size >= this.#mostBytes) this.#turnOver()
      this.#file ??= this.#open()
      this.#size += writeSync(this.#file, line)
    } catch (error) {
      if (!isSystemError(error)) throw error
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  #open(): number {
    const file = openSync(this.#path, 'a', 0o600)
    this.#size = fstatSync(file).size
    return file
  }

  #turnOver(): void {
    // A start that was refused on the same folder may have done it already.
    const size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
    if (size >= this.#mostBytes) renameSync(this.#path, `${this.#path}.1`)
    this.#size = 0
    this.close()
  }
}
