// A second way to the files that lie here and nowhere else (ADR 014): the key of each, sealed under the hall key. A machine whose
// own key is lost is given the hall's keys again when it is enrolled anew, and with them what was not sent yet.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result } from '#shared/kernel/result.ts'
import type { FileKey } from './sealed-format.ts'
import { syncFolder } from './sync-folder.ts'

/** Seals and opens under the hall's keys; what it seals is bound to its place. */
export interface HallSeal {
  seal(plain: string, place: `${string}:${string}:${string}`): string
  open(sealed: string, place: `${string}:${string}:${string}`): Result<string>
}

const ID_BYTES = 16
const KEY_BYTES = 32

export class SpareWays {
  readonly #folder: string
  readonly #seal: HallSeal

  constructor(folder: string, seal: HallSeal) {
    this.#folder = folder
    this.#seal = seal
  }

  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
  }

  /** On disk when it resolves; errors are those of the file system. */
  async keep(hash: string, { id, key }: FileKey): Promise<void> {
    const path = this.#pathOf(hash)
    const handle = await open(`${path}.new`, 'w', 0o600)
    try {
      await handle.writeFile(this.#seal.seal(Buffer.concat([id, key]).toString('base64'), placeOf(hash)))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(`${path}.new`, path)
    await syncFolder(this.#folder)
  }

  /** Null where there is none, or none that opens. */
  async find(hash: string): Promise<FileKey | null> {
    const sealed = await readFile(this.#pathOf(hash), 'utf8').catch(() => null)
    const opened = sealed === null ? null : this.#seal.open(sealed, placeOf(hash))
    const bytes = opened?.ok === true ? Buffer.from(opened.value, 'base64') : null
    return bytes?.length === ID_BYTES + KEY_BYTES ? { id: bytes.subarray(0, ID_BYTES), key: bytes.subarray(ID_BYTES) } : null
  }

  async drop(hash: string): Promise<void> {
    await rm(this.#pathOf(hash), { force: true })
  }

  #pathOf(hash: string): string {
    return join(this.#folder, hash)
  }
}

const placeOf = (hash: string) => `attachment:${hash}:key` as const
