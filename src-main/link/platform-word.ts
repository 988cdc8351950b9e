import { z } from '#shared/kernel/zod.ts'
import { Cursor } from '#shared/platform-api/changes.ts'
import type { LedgerApi } from '../db/ledger-api.ts'

/** Written every minute; never worth a backup by itself (`db-worker/ledger-guard/holdings.ts`). */
const KEY = 'platform-word'

/** A place in the feed at which everything was read that the platform had said until `time`, its own, ms. */
const ReadUntil = z.object({ cursor: Cursor, time: z.number() })
export type ReadUntil = z.infer<typeof ReadUntil>

/** What the ledger keeps of the platform's words for the next start; `time`: the last of them, 0 for none. */
const PlatformWord = z.object({ time: z.number(), read: ReadUntil.nullable() })
export type PlatformWord = z.infer<typeof PlatformWord>

export async function lastPlatformWord(ledger: Pick<LedgerApi, 'getMeta'>): Promise<PlatformWord> {
  const kept = await ledger.getMeta(KEY)
  if (kept !== null) return PlatformWord.parse(JSON.parse(kept))
  // A ledger of before 截至 was kept knows the time alone.
  return { time: Number((await ledger.getMeta('platform-time')) ?? 0), read: null }
}

export function keepPlatformWord(ledger: Pick<LedgerApi, 'setMeta'>, word: PlatformWord): Promise<void> {
  return ledger.setMeta(KEY, JSON.stringify(word))
}
