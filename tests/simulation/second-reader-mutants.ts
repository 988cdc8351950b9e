// Safeguards that a second reader of the source found, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const link = 'src-main/link/link-service.ts'
const outcomes = 'src-main/db-worker/ledger/outcomes.ts'
const append = 'src-main/db-worker/ledger/append.ts'
const fetching = 'src-main/link/snapshot-fetch.ts'
const writer = 'src-main/db-worker/cache/writer.ts'
const sender = 'src-main/link/attachment-sender.ts'
const files = 'src-main/db-worker/ledger/attachments.ts'

const linkMutants: readonly Mutant[] = [
  mutant(
    'asked-patience-forgotten',
    'a lane that was asked for patience is not sent earlier because the line is back',
    'src-main/link/outbox-sender.ts',
    'this.#rests = restsAfterSilence(this.#rests)',
    'this.#rests = new Map()',
  ),
  mutant(
    'full-disk-and-woken',
    'nothing is begun at the platform again and again that this machine cannot write down',
    sender,
    'this.#brokenUntil = options.clock.monotonicMs() + waitMs',
    '',
  ),
  mutant(
    'outbox-not-woken-by-a-beat',
    'what waits goes when the platform is heard again',
    link,
    'this.#outbox.wake(wasOffline)',
    '',
  ),
  mutant(
    'settled-not-counted',
    'what does not wait any more is not counted as waiting',
    link,
    'cacheWriter.settle(outcomes)) await this.recount()',
    'cacheWriter.settle(outcomes))',
  ),
  mutant(
    'newest-first',
    'acts go in the order in which they were done',
    'src-main/db-worker/ledger/command-rows.ts',
    'WHERE t.told = 0 ORDER BY t.s LIMIT ?',
    'WHERE t.told = 0 ORDER BY t.s DESC LIMIT ?',
  ),
  mutant(
    'caught-up-before-it-is',
    'what has been missed is there before the word is 正常',
    'src-main/link/ladder.ts',
    'return owed === 0 && !isJustSaid',
    'return !isJustSaid',
  ),
  mutant(
    'asked-again-too-early',
    'nobody asks before the time of a Retry-After',
    'src-main/link/retry-after.ts',
    'if (leftMs > 0) throw new StayAway(leftMs)',
    '',
  ),
]

const rebuildMutants: readonly Mutant[] = [
  mutant(
    'wrong-snapshot-for-ever',
    'wrong bytes are asked for once more, then pages are read',
    fetching,
    'if (wrong >= MOST_WRONG || !(error instanceof WrongBytes)) return null',
    'if (!(error instanceof WrongBytes)) return null',
  ),
]

const ledgerMutants: readonly Mutant[] = [
  mutant(
    'rejected-in-a-gap-not-sent',
    'a lane that is sent again has its rejected acts too',
    outcomes,
    'if (now?.told === true) writeStanding(parts, { ...now, told: false })',
    '',
  ),
]

const lanMutants: readonly Mutant[] = [
  mutant(
    'refused-claim-ignored',
    'an act that was refused its turn is not stored',
    'src-main/features/cases/command-writer.ts',
    'if (!claim.ok) return claim',
    'if (!claim.ok) return ok(commands)',
  ),
]

const cacheMutants: readonly Mutant[] = [
  mutant(
    'waiting-remembered-too-long',
    'what waits is asked anew in each transaction',
    writer,
    'parts.seldom.forget() db.transaction',
    'db.transaction',
  ),
  mutant(
    'damaged-cache-stops-the-seat',
    'a damaged cache is made anew',
    'src-main/db-worker/cache/open-cache.ts',
    'if (!isDamaged(error) && !isOtherSchema(error)) throw error return undefined',
    'throw error',
  ),
]

const fileMutants: readonly Mutant[] = [
  mutant(
    'fetched-outlives-its-case',
    'a file that was fetched for a case goes when the case has left',
    'src-main/features/attachments/attachment-service.ts',
    "if (this.#hall.link.status().rung === 'normal') this.#scope.look().catch(this.#failed)",
    '',
  ),
  mutant('file-does-not-rest', 'a file that was refused rests', sender, 'this.#rests.set(hash, { until, failures })', ''),
  mutant('named-file-not-released', 'a file is sent when an act names it', append, 'nameAttachments(parts, appended)', ''),
  mutant(
    'reopened-keeps-its-upload',
    'a file that is sent again begins a new upload',
    files,
    "writeFile(parts, { ...known, state: 'staged', upload: null, sent: 0, attempts: 0, error: null })",
    "writeFile(parts, { ...known, state: 'confirmed', upload: null, sent: 0, attempts: 0, error: null })",
  ),
]

export const secondReaderMutants: readonly Mutant[] = [
  ...linkMutants,
  ...rebuildMutants,
  ...ledgerMutants,
  ...lanMutants,
  ...cacheMutants,
  ...fileMutants,
]
