import type { HallPaths } from './data-dir.ts'
import { z } from '#shared/kernel/zod.ts'
import { readPrivateFile, tryWritePrivateFile } from './private-file.ts'
import { identify, ProcessIdentity } from './process-identity.ts'

const Record = z.record(z.string(), ProcessIdentity)

/** Which processes of ours run, on disk, so that a start after a `kill -9` can find what is left of them. */
export class RunningRecord {
  readonly #file: string
  readonly #running = new Map<string, ProcessIdentity>()

  constructor(paths: HallPaths) {
    this.#file = paths.running
  }

  /** @param marks words of its command line that no other program's would have. */
  add(name: string, pid: number | undefined, marks: readonly string[]): void {
    if (pid === undefined) return
    this.#running.set(name, identify(pid, marks))
    this.#write()
  }

  remove(name: string): void {
    if (this.#running.delete(name)) this.#write()
  }

  /** Worth having after a kill, not worth ending for: on a full disk it stays as it was until the next change. */
  #write(): void {
    tryWritePrivateFile(this.#file, JSON.stringify(Object.fromEntries(this.#running)))
  }
}

/** What the former shell wrote; nothing when it ended in order or its record cannot be read. */
export function readRunningRecord(paths: HallPaths): ReadonlyMap<string, ProcessIdentity> {
  const bytes = readPrivateFile(paths.running)
  if (bytes === null) return new Map()
  try {
    return new Map(Object.entries(Record.parse(JSON.parse(bytes.toString('utf8')))))
  } catch (error) {
    // Not to be trusted, so nobody is signalled because of it; ports and locks still tell of a process that is left.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return new Map()
    throw error
  }
}
