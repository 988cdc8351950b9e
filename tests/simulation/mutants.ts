// Safeguards of the product, each taken out by itself. `npm run sim -- --mutants` shows that the simulation would notice. To add
// one, name a place in the source and what stands there without the safeguard; a place that is not found any more fails the run.
import { fourthReaderMutants } from './fourth-reader-mutants.ts'
import { hostileMutants } from './hostile-mutants.ts'
import { lanMutants } from './lan-mutants.ts'
import { laterMutants } from './later-mutants.ts'
import { ledgerMutants } from './ledger-mutants.ts'
import { moreMutants } from './more-mutants.ts'
import { mutant } from './mutant.ts'
import { secondReaderMutants } from './second-reader-mutants.ts'
import { snapshotMutants } from './snapshot-mutants.ts'
import { thirdReaderMutants } from './third-reader-mutants.ts'
import type { Mutant } from './mutant.ts'

const writer = 'src-main/db-worker/cache/writer.ts'
const pending = 'src-main/db-worker/cache/pending.ts'
const arrive = 'src-main/db-worker/cache/arrive.ts'
const feed = 'src-main/link/feed-reader.ts'
const keeper = 'src-main/link/stream-keeper.ts'
const guard = 'src-main/link/silence-guard.ts'
const outbox = 'src-main/link/outbox-sender.ts'
const plan = 'src-main/link/send-plan.ts'
const retryAfter = 'src-main/link/retry-after.ts'
const link = 'src-main/link/link-service.ts'
const cacheSwitch = 'src-main/db/cache-switch.ts'

const cacheMutants: readonly Mutant[] = [
  {
    name: 'cursor-in-its-own-transaction',
    takes: 'rows and cursor of a page in one transaction',
    edits: [
      {
        file: writer,
        find: 'if (why !== undefined) return { applied: false, why } return { applied: true,',
        replace:
          'if (why !== undefined) return { applied: false, why }; db.transaction(() => writeCursor(db, { epoch: page.epoch, seq: page.next })); return { applied: true,',
      },
    ],
  },
  mutant(
    'page-from-not-checked',
    'a page must begin at the cursor',
    writer,
    "if (page.from !== (cursor?.seq ?? 0) || page.next < page.from) return 'gap'",
    '',
  ),
  {
    name: 'epoch-not-checked',
    takes: 'what comes from another life of the store is not taken for a continuation',
    edits: [
      { file: writer, find: "if (cursor !== null && page.epoch !== cursor.epoch) return 'epoch'", replace: '' },
      { file: feed, find: 'if (epoch !== course.cursor.epoch) {', replace: 'if (epoch === `${course.cursor.epoch} again`) {' },
    ],
  },
  mutant(
    'line-epoch-not-checked',
    'a beat of another life starts over at once',
    feed,
    'if (epoch !== course.cursor.epoch) {',
    'if (epoch === `${course.cursor.epoch} again`) {',
  ),
  mutant(
    'settle-before-the-feed',
    'an accepted act leaves the overlay only when the cursor has passed it',
    pending,
    'SELECT cmd_id FROM case_pending WHERE settle_epoch = @epoch AND settle_seq <= @seq UNION ALL',
    'SELECT cmd_id FROM case_pending WHERE settle_epoch = @epoch AND settle_seq <= @seq + 1000000 UNION ALL',
  ),
  mutant(
    'arrived-not-known',
    'an act whose flow record has come is not folded in again',
    writer,
    '|| isRefused(db, command.id) || hasArrived(db, command.id)) continue',
    '|| isRefused(db, command.id)) continue',
  ),
  mutant(
    'flow-does-not-drop',
    'a flow record takes its act out of the overlay',
    arrive,
    'if (seldom.waitingActs().has(change.id)) dropArrived(db, change.id, touched)',
    '',
  ),
  mutant(
    'passed-not-dropped',
    'the cursor takes accepted acts out of the overlay',
    pending,
    'for (const id of passed) dropArrived(db, id, touched)',
    '',
  ),
  mutant(
    'dependents-stay-in-overlay',
    'what was built on a rejected act leaves with it',
    pending,
    'for (const dependent of dependents) dropRefused(db, dependent, touched)',
    '',
  ),
  mutant(
    'base-not-kept',
    'the platform’s row is kept beneath pending acts',
    'src-main/db-worker/cache/refold.ts',
    'if (base !== undefined) keepBase(db, caseId, base)',
    '',
  ),
  {
    name: 'base-not-refolded',
    takes: 'what the platform says anew has the pending acts folded over it',
    edits: [
      {
        file: arrive,
        find: 'keepBase(db, id, { row, feedVer }) touched.refold.add(id)',
        replace: 'keepBase(db, id, { row, feedVer })',
      },
      { file: arrive, find: 'if (seldom.waitingCases().has(caseId)) touched.refold.add(caseId)', replace: '' },
    ],
  },
  mutant(
    'rules-not-forgotten',
    'a new catalogue or department refolds what is pending',
    writer,
    'if (touched.kinds.isDisjointFrom(ruleKinds)) return',
    'if (touched.kinds.size >= 0) return',
  ),
  mutant(
    'gaps-not-remembered',
    'a number that was overtaken may still come',
    writer,
    "return db.change<[number]>('DELETE FROM overlay_gap WHERE s = ?').run(s) === 1",
    'return false',
  ),
  mutant(
    'text-of-a-gone-case-stays',
    'a case that leaves cannot be found any more',
    'src-main/db-worker/cache/write-case.ts',
    'texts.remove(known.rid)',
    '',
  ),
  mutant(
    'no-catch-up-at-start',
    'the cache is brought up to the ledger at start',
    'src-main/db/catch-up.ts',
    'missing = await ledger.since(from, STEP)',
    'missing = []',
  ),
  mutant(
    'no-outcomes-at-start',
    'outcomes recorded before a crash are told to the cache',
    'src-main/db/catch-up.ts',
    'if (settled.length > 0) changed(await cacheWriter.settle(settled))',
    '',
  ),
]

const linkMutants: readonly Mutant[] = [
  mutant(
    'lanes-overtake',
    'what shares a lane with a waiting act stays behind it',
    plan,
    'if (resting.length > 0 || lanes.some((lane) => held.has(lane))) {',
    'if (resting.length > 0 && !lanes.some((lane) => held.has(lane))) {',
  ),
  mutant(
    'lanes-do-not-rest',
    'a lane that was told to wait waits',
    plan,
    'if (until <= now) next.set(lane, { until: now + Math.max(asked, restMs(failures)), askedUntil: now + asked, failures: failures + 1 }) // Of several in one lane the longest wish counts: they leave together. else next.set(lane, { until: Math.max(until, now + asked), askedUntil: Math.max(askedUntil, now + asked), failures })',
    '',
  ),
  mutant(
    'no-back-off',
    'failures make the sender wait',
    outbox,
    'return backoffMs(this.#failures, random, reply.error.retryAfterMs)',
    'return 50',
  ),
  mutant(
    'retry-after-not-honoured-outbox',
    'the sender stays away as long as it was told',
    retryAfter,
    'if (leftMs > 0) throw new StayAway(leftMs)',
    "if (leftMs > 0 && config.url !== '/v1/commands') throw new StayAway(leftMs)",
  ),
  {
    name: 'retry-after-not-honoured-feed',
    takes: 'the feed stays away as long as it was told, by itself and by the client',
    edits: [
      {
        file: keeper,
        find: 'await this.#pause(Math.max(waitMs, askedForMs(retryAfterMs, random)))',
        replace: 'await this.#pause(waitMs + 0 * askedForMs(retryAfterMs, random))',
      },
      {
        file: retryAfter,
        find: 'if (leftMs > 0) throw new StayAway(leftMs)',
        replace: "if (leftMs > 0 && config.url !== '/v1/changes/stream') throw new StayAway(leftMs)",
      },
    ],
  },
  mutant('streams-without-pause', 'a stream that breaks at once is not opened again at once', keeper, 'this.#failures += 1', ''),
  mutant(
    'silence-not-noticed',
    'a silent stream is cut',
    guard,
    'this.#callOff = timers.after(firstMs, cut) }',
    'this.#callOff = timers.after(3_600_000, cut) }',
  ),
  mutant(
    'silence-after-a-word',
    'a stream that falls silent is cut',
    guard,
    'this.#callOff = this.#timers.after(this.#afterMs, this.#cut)',
    'this.#callOff = () => undefined',
  ),
  {
    name: 'no-time-out',
    takes: 'a request without an answer is given up',
    edits: [
      { file: 'src-main/link/platform-client.ts', find: 'timeout: TIMEOUT_MS,', replace: 'timeout: 0 * TIMEOUT_MS,' },
      { file: outbox, find: 'client.send(send, this.#size.patienceMs)', replace: 'client.send(send, 0)' },
    ],
  },
  mutant(
    'expired-cursor-ignored',
    'an expired cursor starts over',
    feed,
    "const hindrance = opened.error.code === 'cursor-expired' ? await this.#expired(course.value) : null",
    'const hindrance = null',
  ),
  // Either of the two is enough: what the open stream does not notice, the next one is told.
  {
    name: 'no-rebuild-on-epoch',
    takes: 'another epoch makes the cache anew',
    edits: [
      {
        file: feed,
        find: "await this.#beginAnew('epoch', epoch) return 'cursor-expired' } if (line.type === 'page'",
        replace: "return 'cursor-expired' } if (line.type === 'page'",
      },
      {
        file: feed,
        find: "await this.#beginAnew(isSameLife ? 'expired' : 'epoch', epoch, isSameLife && place === 'shadow')",
        replace: "if (isSameLife) await this.#beginAnew('expired', epoch, place === 'shadow')",
      },
    ],
  },
  {
    name: 'shadow-without-own-acts',
    takes: 'a cache made anew has the own acts folded in before it takes over',
    edits: [
      { file: cacheSwitch, find: 'await catchUp(this.#ledger, shadow) const old', replace: 'const old' },
      { file: cacheSwitch, find: 'await catchUp(this.#ledger, shadow) await shadow.takeOver', replace: 'await shadow.takeOver' },
    ],
  },
  mutant(
    'shadow-misses-the-last-acts',
    'what was done while the new cache was filled is in it',
    cacheSwitch,
    'await catchUp(this.#ledger, shadow) await shadow.takeOver',
    'await shadow.takeOver',
  ),
  mutant(
    'readers-keep-the-old-file',
    'readers change over with the writer',
    cacheSwitch,
    'await Promise.all(this.#readers.map((reader) => reader.reopen()))',
    '',
  ),
  mutant(
    'shadow-takes-over-early',
    'a cache made anew takes over only when it has come to the platform’s head',
    feed,
    "if (course.place !== 'shadow' || course.seq < head) return null",
    "if (course.place !== 'shadow' || course.seq < head / 2) return null",
  ),
  mutant(
    'pointer-not-written',
    'the new cache counts after a restart too',
    'src-main/db-worker/cache/open-shadow.ts',
    'pointToShadow(dataDir)',
    '',
  ),
  mutant('not-asked-after-restore', 'after a restore accepted acts are asked after', link, 'this.#life.heard(epoch)', ''),
  mutant(
    'lost-acts-not-reopened',
    'acts a restored platform has lost are sent again',
    'src-main/link/ask-again.ts',
    'await ledger.reopen(asked.filter((id) => !kept.has(id)))',
    '',
  ),
  mutant(
    'outcomes-not-recorded',
    'outcomes stand in the ledger before the cache is told',
    outbox,
    'await ledger.recordOutcomes(settled.outcomes)',
    '',
  ),
  mutant(
    'cache-not-told',
    'outcomes reach the cache',
    link,
    'await this.#tellCache(() => this.#options.db.cacheWriter.settle(outcomes))',
    '',
  ),
  mutant(
    'cache-not-repaired',
    'a cache that could not be written is brought up later',
    link,
    'this.#cacheOwes = true this.#options.events.failed(',
    'this.#options.events.failed(',
  ),
  mutant(
    'offline-never-said',
    'silence is called 离线',
    'src-main/link/ladder.ts',
    "if (silence >= OFFLINE_AFTER_MS) return stepTo(ladder, 'offline', now, failure ?? ladder.reason ?? 'offline')",
    '',
  ),
  mutant(
    'stale-called-normal',
    'data that lags is not called 正常',
    'src-main/link/ladder.ts',
    "if (lagMs >= OFFLINE_AFTER_MS) return stepTo(ladder, 'catching-up', now, failure)",
    '',
  ),
  mutant(
    'feed-dies-with-the-cache',
    'the feed outlives a cache that refuses to work',
    keeper,
    '.catch((error: unknown) => this.#failed(error))',
    '',
  ),
  mutant(
    'last-line-half-read',
    'only whole lines count',
    'src-main/link/line-reader.ts',
    "if (line !== '') yield line",
    "if (line !== '') yield line.slice(0, 60_000)",
  ),
]

export const mutants: readonly Mutant[] = [
  ...cacheMutants,
  ...ledgerMutants,
  ...linkMutants,
  ...lanMutants,
  ...moreMutants,
  ...snapshotMutants,
  ...laterMutants,
  ...hostileMutants,
  ...secondReaderMutants,
  ...thirdReaderMutants,
  ...fourthReaderMutants,
]

export function mutantNamed(name: string): Mutant {
  const found = mutants.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no mutant ${name}`)
  return found
}
