// Safeguards that a fourth reader of the source found and nobody had taken out, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const arrive = 'src-main/db-worker/cache/arrive.ts'
const writer = 'src-main/db-worker/cache/writer.ts'
const outcomes = 'src-main/db-worker/ledger/outcomes.ts'
const fetching = 'src-main/link/snapshot-fetch.ts'
const offer = 'src-main/lan/offer.ts'
const upload = 'src-main/link/attachment-upload.ts'

const cacheMutants: readonly Mutant[] = [
  mutant(
    'base-outlives-its-case',
    'the platform’s row beneath own acts leaves with its case',
    arrive,
    "db.change<[string]>('DELETE FROM case_base WHERE id = ?').run(id)",
    '',
  ),
  mutant(
    'case-outlives-its-own-acts',
    'a case that only rejected acts had made is not shown',
    'src-main/db-worker/cache/refold.ts',
    'if (base === undefined) deleteCase(parts, caseId) else writeCase(parts, base.row, { feedVer: base.feedVer, pending: 0 })',
    'if (base !== undefined) writeCase(parts, base.row, { feedVer: base.feedVer, pending: 0 })',
  ),
  mutant(
    'over-a-leaving-act',
    'a row that comes with the end of its last pending act goes beneath what is still to be folded',
    arrive,
    'if (!seldom.waitingCases().has(id) && !touched.refold.has(id)) {',
    'if (!seldom.waitingCases().has(id)) {',
  ),
  mutant(
    'accepted-still-counted',
    'an accepted act is not counted as waiting on its case',
    writer,
    'if (caseId !== undefined) touched.refold.add(caseId)',
    '',
  ),
  mutant(
    'not-behind-the-gate',
    'nothing is written into a cache that is being replaced',
    'src-main/db/cache-switch.ts',
    'this.#gate = done.then(noop, noop)',
    '',
  ),
]

const decisionMutants: readonly Mutant[] = [
  mutant(
    'decision-undone-by-an-outcome',
    'what a person has decided stays decided when the outcome comes again',
    outcomes,
    "if (word === 'settled' || !isFinal(outcome)) return word",
    'if (!isFinal(outcome)) return word',
  ),
  mutant(
    'decided-and-sent-again',
    'a lane that is sent again takes no decision back',
    outcomes,
    "if (now?.word === 'accepted') writeStanding(parts, { ...now, word: 'waiting', told: false, ver: null, outcome: null })",
    "if (now !== undefined) writeStanding(parts, { ...now, word: 'waiting', told: false, ver: null, outcome: null })",
  ),
  mutant(
    'standing-not-tallied',
    'what becomes of an act is counted for whoever checks the ledger',
    'src-main/db-worker/ledger/standing.ts',
    "retally(parts, 'standing', { gone: [before], come: [mac] })",
    '',
  ),
  mutant(
    'asked-and-not-recorded',
    'what a restored platform still has is written down under its new life',
    'src-main/link/ask-again.ts',
    'await ledger.recordOutcomes(outcomes)',
    '',
  ),
]

const rebuildMutants: readonly Mutant[] = [
  mutant(
    'rebuilt-again-and-again',
    'a cache is made anew once for each time that is asked',
    'src-main/link/cache-care.ts',
    'this.#due = null if (due',
    'if (due',
  ),
  mutant(
    'silent-snapshot-waited-for',
    'a snapshot that falls silent on its way is asked for again',
    fetching,
    'silent.abort()',
    'silent.signal.throwIfAborted()',
  ),
  mutant(
    'download-without-pause',
    'a download that breaks at once is not asked for at once',
    fetching,
    'this.#failures += 1',
    '',
  ),
  mutant(
    'absent-snapshot-for-ever',
    'a snapshot that is named and not to be had is given up',
    fetching,
    'else if (noneKept.has(body.error.code)) throw new WrongBytes(`not to be had: ${body.error.code}`)',
    '',
  ),
]

const hallMutants: readonly Mutant[] = [
  mutant(
    'offer-without-beats',
    'a neighbour that has nothing to tell is heard',
    offer,
    "if (!this.#isRunning) void this.#say({ type: 'beat' })",
    '',
  ),
  mutant(
    'known-and-told-again',
    'what a neighbour holds already is known, so that it hears when it goes',
    offer,
    'if (!fresh) this.#offered = numbersIn(held)',
    '',
  ),
  mutant(
    'another-ledger-goes-on',
    'of a neighbour whose ledger is another one nothing is kept',
    'src-main/lan/neighbour-reader.ts',
    'if (fresh) await this.#forget()',
    '',
  ),
  mutant(
    'every-relay-for-itself',
    'all machines ask the same relay first',
    'src-main/lan/lan-service.ts',
    '.sort((a, b) => a.order - b.order || (a.seat < b.seat ? -1 : 1)) .map((one)',
    '.sort((a, b) => (a.seat === seat ? -1 : b.seat === seat ? 1 : a.order - b.order)).map((one)',
  ),
]

const sendMutants: readonly Mutant[] = [
  mutant(
    'leased-when-none-is-left',
    'numbers are leased before the last is given',
    'src-main/link/number-keeper.ts',
    'left ?? 0) < wanted)',
    'left ?? 0) < 1)',
  ),
  mutant(
    'own-act-not-shown',
    'what was just done is folded into the case',
    'src-main/link/link-service.ts',
    'if (commands.length > 0) await this.#tellCache(() => this.#options.db.cacheWriter.overlay(commands))',
    '',
  ),
  mutant(
    'rebuilt-and-called-normal',
    'what is shown while a new cache is filled is not called 正常',
    'src-main/link/link-service.ts',
    'lagMs: this.#care.rebuild.isShownOld ? Infinity : this.#reading.lagMs(now)',
    'lagMs: this.#care.rebuild.isShownOld ? 0 : this.#reading.lagMs(now)',
  ),
  mutant(
    'undated-called-normal',
    'what nobody can say the time of is not called 正常',
    'src-main/link/link-service.ts',
    'isUndated: this.#read === null',
    'isUndated: false',
  ),
  mutant(
    'an-older-count-stays',
    'a count of what waits that is heard of late does not replace a newer one',
    'src-main/link/link-service.ts',
    'if (asked < this.#countsKnown) return',
    '',
  ),
  mutant(
    'clock-looked-at-seldom',
    'a clock that is set back and on again is seen, whoever asks the time',
    'src-main/link/link-service.ts',
    'this.#options.time.look()',
    '',
  ),
]

const fileMutants: readonly Mutant[] = [
  mutant('in-vain-for-ever', 'an upload that gets nowhere rests', upload, 'while (this.#inVain < MOST_IN_VAIN) {', 'for (;;) {'),
]

export const fourthReaderMutants: readonly Mutant[] = [
  ...cacheMutants,
  ...decisionMutants,
  ...rebuildMutants,
  ...hallMutants,
  ...sendMutants,
  ...fileMutants,
]
