import type { LedgerApi } from '../../db/ledger-api.ts'

const KEY = 'audit-exported'

/** Everything from the beginning of the trail up to this number stands in signed exports. */
export async function readExported(ledger: LedgerApi): Promise<number> {
  return Number((await ledger.getMeta(KEY)) ?? 0)
}

/** Notes an export; one that leaves a hole before it does not count, for what is in the hole would be lost. */
export async function noteExported(ledger: LedgerApi, first: number, last: number): Promise<void> {
  const [before, ends] = [await readExported(ledger), await ledger.auditEnds()]
  if (first <= Math.max(before + 1, ends.first) && last > before) await ledger.setMeta(KEY, String(last))
}
