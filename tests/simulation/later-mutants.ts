// Safeguards of times, words, drafts and of what pages may hold, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const writer = 'src-main/db-worker/cache/writer.ts'
const time = 'src-main/link/time-keeper.ts'

export const laterMutants: readonly Mutant[] = [
  mutant(
    'cursor-one-behind',
    'the cursor stands where the page ends',
    writer,
    'const cursor = { epoch: page.epoch, seq: page.next }',
    'const cursor = { epoch: page.epoch, seq: Math.max(page.from, page.next - 1) }',
  ),
  mutant(
    'backwards-page-taken',
    'a page never leads back',
    writer,
    "if (page.from !== (cursor?.seq ?? 0) || page.next < page.from) return 'gap'",
    "if (page.from !== (cursor?.seq ?? 0)) return 'gap'",
  ),
  mutant(
    'entity-outlives-its-tombstone',
    'what is no case leaves with its tombstone too',
    'src-main/db-worker/cache/arrive.ts',
    "if (change.op === 'delete') keeper.remove(db, change.id) else",
    "if (change.op !== 'delete')",
  ),
  mutant(
    'mends-other-buckets-too',
    'mending a bucket leaves the others alone',
    'src-main/db-worker/cache/mend.ts',
    'bucketOf(kind, id) === bucket && !passedOver.has(id)',
    '!passedOver.has(id)',
  ),
  mutant(
    'accepted-neighbour-leaves-early',
    'a neighbour’s accepted act is shown until the feed brings it',
    'src-main/db-worker/cache/neighbours.ts',
    'const isAhead = accepted !== null &&',
    'const isAhead = (false as boolean) && accepted !== null &&',
  ),
  mutant(
    'wall-clock-counts',
    'the hall’s time goes on by the monotonic clock',
    time,
    'return Math.round(this.#anchor.platform + (this.#clock.monotonicMs() - this.#anchor.mono))',
    'return this.#clock.now()',
  ),
  mutant(
    'never-in-doubt',
    'acts under a clock that was set on are marked',
    time,
    'if (this.#anchor !== null) return this.#mayHaveSlept',
    'if (this.#anchor !== null) return false',
  ),
  mutant(
    'set-back-hides-sleep',
    'what a clock gains after it was set back is doubted',
    time,
    'this.#leastLead = Math.min(this.#leastLead, lead)',
    '',
  ),
  mutant(
    'late-word-called-normal',
    'a late word is called 抖动',
    'src-main/link/ladder.ts',
    "if (silence > LATE_AFTER_MS) return { ...stepTo(ladder, 'jitter', now, failure ?? 'link-late'), timely: 0 }",
    '',
  ),
  mutant(
    'late-hides-old',
    'data that is old is not called 抖动 because the line is late as well',
    'src-main/link/ladder.ts',
    "if (lagMs >= OFFLINE_AFTER_MS) return stepTo(ladder, 'catching-up', now, failure)",
    "if (lagMs >= OFFLINE_AFTER_MS && silence <= LATE_AFTER_MS) return stepTo(ladder, 'catching-up', now, failure)",
  ),
  mutant(
    'older-draft-kept',
    'an older form never takes a newer one’s place',
    'src-main/db-worker/ledger/drafts.ts',
    'if (known !== null && (draft.rev < known.rev || (draft.rev === known.rev && draft.sealed !== known.sealed))) {',
    'if (known !== null && draft.rev > 1_000_000) {',
  ),
  mutant(
    'as-of-the-last-word',
    'what is still to come is not counted as read',
    'src-main/link/link-service.ts',
    'freshAt: this.#read?.time ?? null',
    'freshAt: this.#lastContactAt',
  ),
  mutant(
    'as-of-the-new-cache',
    'what is shown while another cache is made stays as of then',
    'src-main/link/link-service.ts',
    'if (!this.#care.rebuild.isShownOld) this.#read = this.#reading.until ?? this.#read',
    'this.#read = this.#reading.until ?? this.#read',
  ),
  mutant(
    'as-of-the-cache-before',
    'the time of one cache is not that of the next',
    'src-main/link/link-service.ts',
    'this.#read = this.#reading.until options.events.cacheReplaced()',
    'options.events.cacheReplaced()',
  ),
]
