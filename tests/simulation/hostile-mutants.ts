// Safeguards that somebody who wanted to do harm without being seen would take out, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const plan = 'src-main/link/send-plan.ts'
const numbers = 'src-main/db-worker/ledger/numbers.ts'
const outcomes = 'src-main/db-worker/ledger/outcomes.ts'
const writer = 'src-main/db-worker/cache/writer.ts'
const link = 'src-main/link/link-service.ts'
const life = 'src-main/link/platform-life.ts'
const firstRows = 'src-main/db-worker/cache/first-rows.ts'
const digests = 'src-main/link/digest-watch.ts'

const outboxMutants: readonly Mutant[] = [
  mutant(
    'outcomes-by-place',
    'an outcome is that of the command whose id it names',
    plan,
    'const reply = byId.get(command.id)',
    'const there = replies[sent.indexOf(command)]; const reply = there === undefined ? byId.get(command.id) : { ...there, id: command.id }',
  ),
  mutant(
    'cache-told-before-the-ledger',
    'an outcome is in the ledger before the overlay loses the act',
    'src-main/link/outbox-sender.ts',
    'await ledger.recordOutcomes(settled.outcomes) await this.#options.onOutcomes(settled.outcomes)',
    'await this.#options.onOutcomes(settled.outcomes); await ledger.recordOutcomes(settled.outcomes)',
  ),
  mutant(
    'asked-once-whatever-came',
    'after a restore it is asked again until an answer came',
    life,
    'this.#hasLateWord = true this.#notBefore = clock.monotonicMs() + (reply.error.retryAfterMs ?? 0) return',
    'this.#asked = epoch; return',
  ),
  mutant(
    'late-word-believed',
    'a word of a life that is over, come over a slow line, is asked after in the present one',
    life,
    "if (outcomes.some((outcome) => outcome.result === 'accepted' && outcome.epoch !== life)) this.#hasLateWord = true",
    '',
  ),
  mutant(
    'late-word-while-asking',
    'a word of the life before, come while the present one is being asked, is asked after as well',
    life,
    'const life = this.#asking ?? this.#asked',
    'const life = this.#asked',
  ),
  mutant(
    'lane-reopened-behind-the-gap',
    'the number that the platform misses is sent again too',
    outcomes,
    'WHERE l.lane = ? AND l.n >= ?',
    'WHERE l.lane = ? AND l.n > ?',
  ),
  mutant(
    'held-only-directly',
    'what was built on what was built on a rejected act is held too',
    outcomes,
    'UNION SELECT c.id, c.s FROM command c JOIN built b ON c.after_id = b.id',
    'UNION SELECT c.id, c.s FROM command c JOIN built b ON c.after_id = b.id WHERE c.s < 0',
  ),
  mutant(
    'built-on-a-rejected-act',
    'an act that comes when what it builds on has just been rejected is not shown',
    writer,
    "if (base !== null && 'after' in base && isRefused(db, base.after)) dropRefused(db, command.id, touched)",
    'if (base === undefined) return',
  ),
  mutant(
    'no-try-again-after-a-full-disk',
    'a cache that could not be brought up at the start is brought up later',
    link,
    'await this.refold().catch((error: unknown) => this.#cacheFailed(error))',
    'await this.refold().catch((error: unknown) => { this.#cacheOwes = false; this.#options.events.failed(String(error), error) })',
  ),
]

const numberMutants: readonly Mutant[] = [
  mutant(
    'leased-twice-given-twice',
    'a number that comes in two blocks is given to one caller',
    numbers,
    'if (!isNew) return false',
    'if (!isNew) return true',
  ),
  {
    name: 'blocks-begin-anew',
    takes: 'a block that comes again goes on where it stood, and what was used is known by itself',
    edits: [
      {
        file: numbers,
        find: 'VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING `, ).run(day, district, from, to, from)',
        replace:
          'VALUES (?, ?, ?, ?, ?) ON CONFLICT (day, district, first) DO UPDATE SET next = excluded.next `, ).run(day, district, from, to, from)',
      },
      { file: numbers, find: 'if (!isNew) return false', replace: 'if (!isNew) return true' },
    ],
  },
]

const feedMutants: readonly Mutant[] = [
  mutant(
    'mends-what-the-feed-has-brought',
    'what the feed has brought since a bucket was read is not set back',
    digests,
    'newer.map(({ id }) => id),',
    'newer.map(({ id }) => id).slice(0, 0),',
  ),
  mutant(
    'compares-before-it-has-all',
    'digests are compared when the cache has come to where they were made',
    digests,
    'return cursor.seq >= Math.max(seq, this.#head)',
    'return cursor.seq >= Math.min(seq, this.#head, 0)',
  ),
  mutant(
    'pages-side-by-side',
    'a page is applied when the one before it is',
    'src-main/link/page-queue.ts',
    'this.#tail = this.#tail.then(async () => {',
    'this.#tail = Promise.resolve().then(async () => {',
  ),
  mutant(
    'part-of-another-file',
    'a download goes on only behind its own beginning',
    'src-main/link/snapshot-file.ts',
    'if (of === sha256 && size <= bytes) return size',
    'if (of !== "" && sha256 !== "" && size <= bytes) return size',
  ),
  mutant(
    'goes-on-after-a-refused-page',
    'nothing is applied behind a page that was refused',
    'src-main/link/page-queue.ts',
    'if (this.failure === null) this.failure = await step()',
    'this.failure = await step()',
  ),
]

const firstRowMutants: readonly Mutant[] = [
  mutant(
    'first-rows-stay',
    'what the feed has not brought is gone when it has come to the head',
    firstRows,
    'if (next >= head && hasFirst(parts.db)) dropFirst(parts, touched)',
    'if (next > head && hasFirst(parts.db)) dropFirst(parts, touched)',
  ),
  mutant(
    'first-rows-believed-newer',
    'a row of the feed counts, whatever version a first row said it was',
    firstRows,
    "if (gone.run(kind, id) > 0 && kind === 'case')",
    "if (gone.run(kind, id) > 0 && kind !== 'case')",
  ),
  mutant(
    'first-rows-over-own-acts',
    'a case with own acts waits for the page',
    firstRows,
    "if (row.kind === 'case' && hasPending(db, row.id)) continue",
    "if (row.kind === 'case' && hasPending(db, `${row.id} not`)) continue",
  ),
  mutant(
    'first-rows-over-the-feed',
    'once a page has been read no first row counts',
    writer,
    'if (readCursor(db) !== null) return takeFirst',
    'takeFirst',
  ),
  mutant(
    'first-rows-bring-no-rules',
    'own acts are folded by the rules that came first',
    writer,
    'takeFirst(parts, rows, touched) refoldUnderRules(parts, touched)',
    'takeFirst(parts, rows, touched); parts.rules.forget()',
  ),
  // Kept twice, and neither is missed while the other is there: what is owed, and that nobody knows since when.
  {
    name: 'first-rows-called-normal',
    takes: 'a seat that has read nothing yet is not 正常',
    edits: [
      {
        file: link,
        find: 'return this.#reading.behind + this.#waiting + isShownOld',
        replace: 'return (this.#reading.seq === 0 ? 0 : this.#reading.behind) + this.#waiting + isShownOld',
      },
      {
        file: 'src-main/link/lag.ts',
        find: 'return this.#reached === null ? Infinity : now - this.#reached.now',
        replace: 'return this.#reached === null ? 0 : now - this.#reached.now',
      },
      { file: link, find: 'isUndated: this.#read === null', replace: 'isUndated: false' },
    ],
  },
]

const hallMutants: readonly Mutant[] = [
  mutant(
    'neighbour-shown-before-kept',
    'what a neighbour tells is in the ledger before it is shown',
    'src-main/lan/neighbour-reader.ts',
    'await db.ledger.keepNeighbours(this.peer.seat, commands) for (const { command } of commands) this.#held.set(command.s, command.id) await this.#tellCache(() => db.cacheWriter.overlayNeighbours(commands))',
    'await this.#tellCache(() => db.cacheWriter.overlayNeighbours(commands)); for (const { command } of commands) this.#held.set(command.s, command.id); void db.ledger.keepNeighbours(this.peer.seat, [])',
  ),
  mutant(
    'grant-after-a-pause',
    'nobody is heard between the look at the grants and a grant',
    'src-main/lan/relay.ts',
    'this.#keep({ ...request, seat, since: clock.monotonicMs(), at: now() })',
    'await cache.caseById(request.caseId); this.#keep({ ...request, seat, since: clock.monotonicMs(), at: now() })',
  ),
  mutant(
    'grants-not-kept',
    'who asked first is remembered',
    'src-main/lan/relay.ts',
    'this.#keep({ ...request, seat, since: clock.monotonicMs(), at: now() })',
    'if (now() < 0) this.#keep({ ...request, seat, since: clock.monotonicMs(), at: now() })',
  ),
  mutant(
    'neighbour-head-not-compared',
    'another ledger of a neighbour begins anew',
    'src-main/lan/offer.ts',
    'const fresh = head !== null && mine?.command.hash !== head.hash',
    'const fresh = head !== null && mine === undefined && head.s < 0',
  ),
]

const fileMutants: readonly Mutant[] = [
  mutant(
    'file-not-synced',
    'a staged file is on the disk before it is called stored',
    'src-main/features/attachments/sealed-writer.ts',
    'await this.#handle.sync()',
    '',
  ),
  mutant(
    'file-name-not-synced',
    'a staged file has its name on the disk before it is called stored',
    'src-main/features/attachments/file-store.ts',
    'await syncFolder(this.#kept)',
    '',
  ),
  mutant(
    'files-not-asked-after',
    'in a new life of the platform every own file is asked after',
    'src-main/features/attachments/copy-keeper.ts',
    'await ledger.reopenAttachments(hashes.slice(from, from + AT_ONCE))',
    'await ledger.reopenAttachments(hashes.slice(from, from))',
  ),
  mutant(
    'file-sent-unasked',
    'a file that the platform has is not sent again',
    'src-main/link/attachment-upload.ts',
    'const known = await this.#isThere() if (known !== false) return known',
    '',
  ),
  mutant(
    'offset-believed',
    'the platform says where an upload goes on',
    'src-main/link/attachment-upload.ts',
    'if (stands.ok) return this.#sendFrom(path, stands.value)',
    'if (stands.ok) return this.#sendFrom(path, Math.min(stands.value, 0))',
  ),
  mutant(
    'pieces-before-acts',
    'a piece waits for acts',
    'src-main/link/attachment-upload.ts',
    'await turn() if (signal.aborted)',
    'if (signal.aborted)',
  ),
  mutant(
    'silent-file-waited-for',
    'a file that falls silent on its way is asked for again',
    'src-main/features/attachments/fetcher.ts',
    "body.destroy(new Error('silent'))",
    'this.#options.onChanged()',
  ),
]

export const hostileMutants: readonly Mutant[] = [
  ...outboxMutants,
  ...numberMutants,
  ...feedMutants,
  ...firstRowMutants,
  ...hallMutants,
  ...fileMutants,
]
