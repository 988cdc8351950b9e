import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '#shared/kernel/zod.ts'
import { windowKinds } from '../shell-common/options.ts'
import type { WindowKind } from '../shell-common/options.ts'
import { SavedBounds } from './window-bounds.ts'

const FILE = 'windows.json'
const Saved = z.partialRecord(z.enum(windowKinds), SavedBounds)
type Saved = z.infer<typeof Saved>

/** Places of the windows between runs. Losing it costs an operator one drag, so a damaged file counts as none. */
export class BoundsStore {
  readonly #file: string
  readonly #warn: (what: string) => void
  #saved: Saved = {}
  #writing: Promise<void> = Promise.resolve()

  constructor(dataDir: string, warn: (what: string) => void) {
    this.#file = join(dataDir, FILE)
    this.#warn = warn
  }

  async load(): Promise<void> {
    try {
      this.#saved = Saved.parse(JSON.parse(await readFile(this.#file, 'utf8')))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) this.#warn(`${FILE}: ${String(error)}`)
    }
  }

  get(kind: WindowKind): SavedBounds | null {
    return this.#saved[kind] ?? null
  }

  /** Kept in memory at once; on disk soon after, one write at a time. */
  set(kind: WindowKind, bounds: SavedBounds): void {
    this.#saved = { ...this.#saved, [kind]: bounds }
    this.#writing = this.#writing.then(() => this.#write())
  }

  flush(): Promise<void> {
    return this.#writing
  }

  async #write(): Promise<void> {
    try {
      await writeFile(`${this.#file}.new`, JSON.stringify(this.#saved), { mode: 0o600 })
      await rename(`${this.#file}.new`, this.#file)
    } catch (error) {
      this.#warn(`${FILE}: ${String(error)}`)
    }
  }
}
