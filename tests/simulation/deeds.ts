// What somebody does at once (a case reported, accepted and filed) is in the ledger as a whole or not at all, also when the
// machine stops in the middle and nobody is told.
import type { LedgerApi } from '#main/db/ledger-api.ts'
import type { CmdId } from '#shared/kernel/ids.ts'

export class Deeds {
  /** Since the machine was started last. */
  readonly #begun: (readonly CmdId[])[] = []

  begins(ids: readonly CmdId[]): void {
    if (ids.length > 1) this.#begun.push(ids)
  }

  /** The machine has started again. Null: nothing was done by halves. */
  async fault({ find }: Pick<LedgerApi, 'find'>): Promise<string | null> {
    const deeds = this.#begun.splice(0)
    for (const ids of deeds) {
      const kept = (await Promise.all(ids.map(find))).filter((one) => one !== null).length
      if (kept > 0 && kept < ids.length) return `keeps ${kept} of ${ids.length} acts that were done at once`
    }
    return null
  }

  /** Another machine stands here. */
  clear(): void {
    this.#begun.length = 0
  }
}
