import type { CacheReaderApi } from '../../db/cache-api.ts'
import type { LedgerApi } from '../../db/ledger-api.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { FetchedFor } from './fetched-for.ts'
import type { FileStore } from './file-store.ts'

export interface ScopeKeeperParts {
  readonly fetchedFor: FetchedFor
  readonly store: Pick<FileStore, 'drop'>
  readonly cache: Pick<CacheReaderApi, 'briefs'>
  readonly ledger: Pick<LedgerApi, 'attachment'>
  readonly isComing: (hash: string) => boolean
}

const AT_ONCE = 200

/** Erases copies that were fetched for a case which is here no more. What began here is the business of `CopyKeeper`. */
export class ScopeKeeper {
  readonly #parts: ScopeKeeperParts
  #looking: Promise<void> | null = null

  constructor(parts: ScopeKeeperParts) {
    this.#parts = parts
  }

  /** Only where the cache stands at the platform's head: one that is being filled lacks cases that have not left. */
  look(): Promise<void> {
    this.#looking ??= this.#all().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #all(): Promise<void> {
    const { fetchedFor, cache } = this.#parts
    const cases = fetchedFor.cases()
    for (let from = 0; from < cases.length; from += AT_ONCE) {
      const some = cases.slice(from, from + AT_ONCE)
      const here = new Set((await cache.briefs(some)).map(({ id }) => id))
      for (const caseId of some.filter((id) => !here.has(id)))
        for (const hash of fetchedFor.hashesOf(caseId)) await fetchedFor.alone(() => this.#leaves(caseId, hash))
    }
  }

  async #leaves(caseId: CaseId, hash: string): Promise<void> {
    const { fetchedFor, store, isComing } = this.#parts
    // It is looked at again when it has come.
    if (isComing(hash)) return
    if (!(await this.#isWantedElse(caseId, hash))) await store.drop(hash)
    await fetchedFor.forget(caseId, hash)
  }

  /** Another case was looked at that has the same file, or the file began here. */
  async #isWantedElse(caseId: CaseId, hash: string): Promise<boolean> {
    const { fetchedFor, ledger } = this.#parts
    if (fetchedFor.cases().some((other) => other !== caseId && fetchedFor.hashesOf(other).includes(hash))) return true
    return (await ledger.attachment(hash)) !== null
  }
}
