// Of which case each fetched file is: what has left the hall's scope leaves this machine too, sealed or not (I13). An empty file
// for each pair, named by both, so that nothing but names can be half-written.
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { ok } from '#shared/kernel/result.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import { diskRefusal } from './disk-refusal.ts'
import { syncFolder } from './sync-folder.ts'

const NAME = /^([0-9a-f-]{36})\.([0-9a-f]{64})$/

export class FetchedFor {
  readonly #folder: string
  readonly #hashes = new Map<CaseId, Set<string>>()
  readonly #names = new OneAtATime()

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Forgets the files that have made room since, or never came. */
  static async open(folder: string, isHere: (hash: string) => boolean): Promise<FetchedFor> {
    const known = new FetchedFor(folder)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder)) {
      const [, caseId, hash] = NAME.exec(name) ?? []
      if (caseId === undefined || hash === undefined || !isHere(hash)) await rm(join(folder, name), { force: true })
      // Names were made from ids of cases.
      else known.#add(caseId as CaseId, hash)
    }
    return known
  }

  /** One after the other: a file that is asked for while its name goes would come without one, and stay when its case leaves. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#names.run(work)
  }

  /** On disk when it resolves, so before the first byte of the file is asked for. */
  async note(caseId: CaseId, hash: string): Promise<Result<null>> {
    if (this.#hashes.get(caseId)?.has(hash) === true) return ok(null)
    try {
      await (await open(this.#pathOf(caseId, hash), 'w', 0o600)).close()
      await syncFolder(this.#folder)
      this.#add(caseId, hash)
      return ok(null)
    } catch (error) {
      return { ok: false, error: diskRefusal(error) }
    }
  }

  cases(): CaseId[] {
    return [...this.#hashes.keys()]
  }

  hashesOf(caseId: CaseId): string[] {
    return [...(this.#hashes.get(caseId) ?? [])]
  }

  /** Only when the file itself is gone, or is no more of this case. */
  async forget(caseId: CaseId, hash: string): Promise<void> {
    await rm(this.#pathOf(caseId, hash), { force: true })
    const hashes = this.#hashes.get(caseId)
    hashes?.delete(hash)
    if (hashes?.size === 0) this.#hashes.delete(caseId)
  }

  /** The file itself is gone, whichever cases it was fetched for. */
  async forgetFile(hash: string): Promise<void> {
    for (const caseId of this.cases()) if (this.#hashes.get(caseId)?.has(hash) === true) await this.forget(caseId, hash)
  }

  #add(caseId: CaseId, hash: string): void {
    this.#hashes.set(caseId, (this.#hashes.get(caseId) ?? new Set()).add(hash))
  }

  #pathOf(caseId: CaseId, hash: string): string {
    return join(this.#folder, `${caseId}.${hash}`)
  }
}
