// Safeguards that a third reader of the source would take out first, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const offer = 'src-main/lan/offer.ts'
const neighbour = 'src-main/lan/neighbour-reader.ts'
const pending = 'src-main/db-worker/cache/pending.ts'
const link = 'src-main/link/link-service.ts'
const feed = 'src-main/link/feed-reader.ts'
const time = 'src-main/link/time-keeper.ts'
const numbers = 'src-main/link/number-keeper.ts'
const outcomes = 'src-main/db-worker/ledger/outcomes.ts'
const upload = 'src-main/link/attachment-upload.ts'
const files = 'src-main/db-worker/ledger/attachments.ts'

const lanMutants: readonly Mutant[] = [
  mutant('told-once-only', 'what waits again is told again', offer, 'for (const s of numbers) this.#offered.delete(s)', ''),
  mutant(
    'owed-outcome-kept',
    'what became of a neighbour’s act is told to the cache when there is room',
    neighbour,
    'if (!this.#cacheOwes && this.#untold.length > 0) await this.#letGo(this.#untold.splice(0))',
    '',
  ),
  mutant(
    'owed-to-the-cache-for-ever',
    'the cache is brought up with the next line',
    neighbour,
    'if (this.#cacheOwes) await this.#mendCache()',
    '',
  ),
]

const cacheMutants: readonly Mutant[] = [
  mutant(
    'passed-in-another-life',
    'a number of the feed counts in its own life only',
    pending,
    'SELECT cmd_id FROM case_pending WHERE settle_epoch = @epoch AND settle_seq <= @seq UNION ALL',
    'SELECT cmd_id FROM case_pending WHERE settle_epoch IS NOT NULL AND settle_seq <= @seq UNION ALL',
  ),
  mutant(
    'half-made-cache-stays',
    'a cache that could not be made leaves nothing behind',
    'src-main/db-worker/cache/open-cache.ts',
    'db?.close() removeCache(file) throw error',
    'db?.close(); throw error',
  ),
  mutant(
    'replaced-cache-stays',
    'a cache that was replaced is erased',
    'src-main/db/cache-switch.ts',
    'await shadow.sweep()',
    '',
  ),
]

const linkMutants: readonly Mutant[] = [
  mutant(
    'asking-never-ends',
    'a question after a restore that failed is asked again',
    'src-main/link/platform-life.ts',
    'this.#asking = null })',
    '})',
  ),
  mutant(
    'place-not-compared',
    'pages go where a new cache is filled as soon as there is one',
    feed,
    "return queue.failure ?? (this.#options.rebuild.place === course.place ? null : 'cursor-expired')",
    'return queue.failure',
  ),
  mutant(
    'held-numbers-not-said',
    'further numbers are leased, not those that are here again',
    numbers,
    '[day, held.get(day)?.last ?? 0]',
    '[day, 0]',
  ),
  mutant(
    'last-known-time-not-kept',
    'the last known time outlives a restart',
    link,
    'keepPlatformWord(db.ledger, { time: time.lastKnown, read: this.#read })',
    'keepPlatformWord(db.ledger, { time: 0, read: this.#read })',
  ),
  mutant(
    'behind-and-not-doubted',
    'acts under a clock that stands before the last known time are marked',
    time,
    'return isBehind || Math.abs(this.#lead - this.#startLead) > JUMP_MS',
    'return Math.abs(this.#lead - this.#startLead) > JUMP_MS',
  ),
  mutant(
    'time-before-the-last-known',
    'no act is older than what is known to have been',
    time,
    'if (this.#anchor === null) return Math.max(this.#carriedOn, this.#clock.now())',
    'if (this.#anchor === null) return this.#clock.now()',
  ),
]

const decisionMutants: readonly Mutant[] = [
  mutant(
    'decision-in-two-steps',
    'a decision and what comes in the old act’s place are stored together',
    'src-main/db-worker/ledger/tray-operations.ts',
    'db.transaction(() => { const ids = settleCommand(parts, id, along) const appended = appendCommands(parts, replacements) appendAudit(parts, audit)',
    '(<T>(work: () => T): T => work())(() => { const ids = db.transaction(() => settleCommand(parts, id, along)); const appended = db.transaction(() => { appendAudit(parts, audit); return appendCommands(parts, replacements) })',
  ),
  mutant(
    'decided-twice',
    'an act is decided about once',
    outcomes,
    "if (now.word !== 'rejected' && now.word !== 'held') throw",
    "if (now.word === 'waiting') throw",
  ),
  mutant(
    'moved-on-and-not-seen',
    'a case that has moved on meanwhile is shown before it is acted on',
    'src-main/features/cases/handlers.ts',
    'if (raisesVersion(body.action) && row.ver !== seenVer)',
    'if (raisesVersion(body.action) && row.ver < seenVer)',
  ),
]

const fileMutants: readonly Mutant[] = [
  mutant(
    'lost-upload-asked-for-ever',
    'an upload that is gone is begun again',
    upload,
    'if (!isGone(stands.error)) return this.#refused(stands.error) await this.#moveTo(null) return null',
    'if (!isGone(stands.error)) return this.#refused(stands.error); return null',
  ),
  mutant(
    'file-of-a-draft-sent',
    'a file is sent only when an act that is stored names it',
    files,
    "WHERE state IN ('staged', 'sending') AND EXISTS (SELECT 1 FROM attachment_use u WHERE u.hash = attachment.hash AND u.command_id IS NOT NULL)",
    "WHERE state IN ('staged', 'sending')",
  ),
  mutant(
    'own-file-leaves-with-a-case',
    'a file that began here stays when a case that names it leaves',
    'src-main/features/attachments/scope-keeper.ts',
    'return (await ledger.attachment(hash)) !== null',
    'return (await ledger.attachment(hash)) === undefined',
  ),
  mutant(
    'fetched-and-forgotten',
    'of which case a fetched file is is known after a restart',
    'src-main/features/attachments/fetched-for.ts',
    'else known.#add(caseId as CaseId, hash)',
    '',
  ),
  mutant(
    'fetched-under-any-hash',
    'what comes under a hash is what the hash says',
    'src-main/features/attachments/file-store.ts',
    'if (expected !== undefined && written.hash !== expected) {',
    'if (expected === written.hash && written.hash === "") {',
  ),
]

export const thirdReaderMutants: readonly Mutant[] = [
  ...lanMutants,
  ...cacheMutants,
  ...linkMutants,
  ...decisionMutants,
  ...fileMutants,
]
