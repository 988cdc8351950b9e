import type { CaseId } from '#shared/kernel/ids.ts'
import { checkEvidence } from './evidence.ts'
import { checkGone } from './gone-cases.ts'
import { checkLedger, checkQuiet } from './invariants.ts'
import type { Complain } from './invariants.ts'
import type { HallKind } from './measures.ts'
import { checkNumbers } from './numbers-at-rest.ts'
import type { ReferencePlatform } from './reference-platform.ts'
import { checkRows } from './rows-at-rest.ts'
import type { ReferenceStore } from './reference-store.ts'
import type { Seat } from './seat.ts'

/** Nothing is on its way at a seat: it says 正常, stands where the platform stands, and owes nobody anything. */
export async function isAtRest({ process, busy }: Seat, { epoch, head }: ReferenceStore): Promise<boolean> {
  if (process === null || busy > 0) return false
  const { rung, waiting, behind, rebuild } = process.link.status()
  if (rung !== 'normal' || waiting > 0 || behind > 0 || rebuild !== null) return false
  const { cacheWriter, ledger } = process.raw
  const cursor = await cacheWriter.cursor()
  if (cursor?.epoch !== epoch || cursor.seq !== head) return false
  const left = await Promise.all([ledger.unsent(1), cacheWriter.pendingIds(), ledger.neighbours(), cacheWriter.neighboursShown()])
  return left.every(({ length }) => length === 0)
}

export interface RestFacts {
  readonly cases: readonly CaseId[]
  /** Left the hall's scope and not come back. */
  readonly gone: readonly CaseId[]
  readonly platform: ReferencePlatform
  readonly kind: HallKind
}

/** Everything that a seat must have come to. */
export async function checkAtRest(seat: Seat, { cases, gone, platform, kind }: RestFacts, complain: Complain): Promise<void> {
  await checkQuiet(seat, cases, platform, complain)
  checkRows(seat, platform.store, complain)
  await checkEvidence(seat, platform.store, complain)
  checkGone(seat, gone, complain)
  if (seat.process === null) return
  const { ledger } = seat.process.raw
  await checkLedger(seat, seat.process, complain)
  await seat.decisions.stand(ledger)
  // A whole hall has been watched for a minute, in which numbers are looked after once.
  if (kind === 'whole') await checkNumbers(seat, ledger, platform.hasShortBlocks, complain)
}
