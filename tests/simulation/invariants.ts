// The invariants (docs/reliability.md), asked of a seat from outside: what it shows against what it was told and has stored.
import type { HallDb } from '#main/db/hall-db.ts'
import type { LedgerCommand } from '#main/db/ledger-api.ts'
import { inFoldOrder } from '#main/db-worker/cache/fold-order.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { FoldContext } from '#shared/domain/case/fold.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { HEARTBEAT_MS, OFFLINE_AFTER_MS } from '#shared/platform-api/changes.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import { checkDrafts } from './drafts.ts'
import type { ReferencePlatform } from './reference-platform.ts'
import type { Glance } from './ledger-glance.ts'
import { isSame } from './same.ts'
import type { Seat } from './seat.ts'
import type { SeatProcess } from './seat-process.ts'
import type { Told } from './told.ts'
import { checkWaitingMark } from './waiting-marks.ts'
import { people, sessionAt } from './town.ts'

export type Complain = (invariant: string, text: string) => void

/** Marks of a seat that only ever rise. */
export interface Marks {
  cacheLife: number
  epoch: string
  seq: number
  readonly vers: Map<string, number>
}

export const newMarks = (): Marks => ({ cacheLife: -1, epoch: '', seq: 0, vers: new Map() })

/** I4, I5, I6 for some cases, as they stand between two events. */
export async function checkCases(
  seat: Seat,
  cases: readonly CaseId[],
  marks: Marks,
  complain: Complain,
  find: (id: string) => SeatCommand | undefined,
): Promise<void> {
  const { process, told } = seat
  if (process === null) return
  const { cacheWriter } = process.raw
  const cursor = await cacheWriter.cursor()
  if (!told.moveTo(cursor)) {
    complain('I4', `the cursor of seat ${seat.id} stands at ${cursor?.seq ?? 0}, where no page has led`)
    return
  }
  checkCursor(seat, cursor, marks, complain)
  const pending = await pendingOf(seat, process.raw)
  noteAccepted(seat)
  if (!seat.disk.mayCacheLag) checkPending(seat, process, pending, cursor, complain)
  const doubled = pending.filter(({ id, caseId }) => told.hasFlow(id) && !told.isSpoilt(caseId)).map(({ s }) => s)
  if (doubled.length > 0) complain('I4', `seat ${seat.id} folds ${doubled.join(', ')} over a base that has them already`)
  const hall = rulesTold(seat)
  const shown = await cacheWriter.neighboursShown()
  const theirs = shown.map(({ id }) => find(id)).filter((command) => command !== undefined)
  for (const id of cases.filter((one) => !told.isSpoilt(one))) {
    await checkCase(seat, process.raw, id, { pending, theirs, hall, marks }, complain)
    await checkWaitingMark(seat, id, { pending, theirs }, complain)
  }
}

function checkCursor(seat: Seat, cursor: Cursor | null, marks: Marks, complain: Complain): void {
  const isOther = marks.cacheLife !== seat.cacheLife || marks.epoch !== (cursor?.epoch ?? '')
  if (isOther) {
    Object.assign(marks, { cacheLife: seat.cacheLife, epoch: cursor?.epoch ?? '', seq: 0 })
    marks.vers.clear()
  }
  const seq = cursor?.seq ?? 0
  if (seq < marks.seq) complain('I5', `the cursor of seat ${seat.id} went back from ${marks.seq} to ${seq}`)
  marks.seq = seq
}

/** A command once stored never changes, so what is known of it need not be read again. */
async function pendingOf({ known }: Seat, { cacheWriter, ledger }: HallDb): Promise<SeatCommand[]> {
  const ids = await cacheWriter.pendingIds()
  const found = await Promise.all(ids.map(async (id) => known.get(id) ?? (await ledger.find(id))?.command))
  return found.filter((one) => one !== undefined)
}

/** As soon as the ledger writes what the platform said: two lives may accept an act between two looks. */
export function noteJudged(seat: Seat, cursor: Cursor | null): void {
  noteRefused(seat, cursor)
  noteAccepted(seat)
}

function noteAccepted(seat: Seat): void {
  for (const { id, accepted } of seat.process?.glance.standing() ?? [])
    if (accepted !== null) seat.accepted.set(`${id} ${accepted.epoch}`, accepted.seq)
}

/** What this life of the platform has refused stays out of its picture, also where the next one is to decide anew. */
function noteRefused(seat: Seat, cursor: Cursor | null): void {
  for (const id of seat.process?.glance.refused() ?? []) seat.refusedIn.set(id, pictureOf(seat, cursor))
}

const pictureOf = (seat: Seat, cursor: Cursor | null): string => `${String(seat.cacheLife)} ${cursor?.epoch ?? ''}`

/** I6: every own act that is not refused and not in the platform's story yet is in the overlay, and nothing else is. */
function checkPending(
  seat: Seat,
  { glance }: SeatProcess,
  pending: readonly SeatCommand[],
  cursor: Cursor | null,
  complain: Complain,
): void {
  // The cursor may have passed an act whose story is gone again: its case has left the hall's scope. In this life it has passed
  // it also when the next one, whose picture is still to come, has accepted it once more or is to be asked.
  const hasPassed = ({ id }: Glance): boolean =>
    cursor !== null && (seat.accepted.get(`${id} ${cursor.epoch}`) ?? Infinity) <= cursor.seq
  noteRefused(seat, cursor)
  const isOut = (one: Glance): boolean =>
    seat.told.hasArrived(one.id) || hasPassed(one) || seat.refusedIn.get(one.id) === pictureOf(seat, cursor)
  const standing = glance.standing().filter((one) => !isOut(one))
  // One that was refused and then accepted by a new life is brought by the feed; a cache just made may or may not have it, and so
  // may one that had no room to hear of the refusal.
  const isEither = ({ id, accepted }: Glance): boolean => accepted !== null && seat.refusedIn.has(id)
  const either = new Set(glance.standing().filter(isEither).map(({ s }) => s))
  const expected = new Set(standing.map(({ s }) => s)).difference(either)
  const shown = new Set(pending.map(({ s }) => s)).difference(either)
  const [missing, tooMany] = [expected.difference(shown), shown.difference(expected)]
  if (missing.size > 0) complain('I6', `seat ${seat.id} does not show its own command ${[...missing].join(', ')}`)
  if (tooMany.size > 0) complain('I6', `seat ${seat.id} still shows command ${[...tooMany].join(', ')}`)
}

interface CaseFacts {
  readonly pending: readonly SeatCommand[]
  readonly theirs: readonly SeatCommand[]
  readonly hall: Omit<FoldContext, 'flowCount'> | undefined
  readonly marks: Marks
}

/** I4: the base is what was told, the effective row is the base with the pending acts folded over it. */
async function checkCase(
  seat: Seat,
  { cache }: HallDb,
  id: CaseId,
  { pending, theirs, hall, marks }: CaseFacts,
  complain: Complain,
): Promise<void> {
  const base = seat.told.case(id)
  const own = inFoldOrder(
    [...pending, ...theirs]
      .filter((command) => command.caseId === id)
      .map((command) => ({ ...command, after: command.base !== null && 'after' in command.base ? command.base.after : null })),
  )
  const flows = seat.told.flowOf(id)
  const shown = await cache.caseById(id)
  const expected = foldOver(base, own, flows.at(-1)?.n ?? 0, hall)
  const what = `of case ${id.slice(-4)} at seat ${seat.id}`
  if (!isSame(shown?.row ?? null, expected))
    complain('I4', `the row ${what} is not base and pending: ${stateOf(shown?.row)} for ${stateOf(expected)}`)
  if (shown === null) return
  if (own.length > 0 && !isSame(shown.base, base)) complain('I4', `the base ${what} is not what the platform said`)
  const ownIds = new Set<string>(own.map((command) => command.id))
  const told = shown.flow.filter((flow) => !ownIds.has(flow.id)).map(({ n }) => n)
  const expectedTold = flows.map(({ n }) => n)
  if (!isSame(told, expectedTold)) complain('I4', `the story ${what} is ${told.join()}, the platform told ${expectedTold.join()}`)
  // A case that has left may be shown for a moment by what a neighbour still has to say of it; it begins anew.
  const ver = base?.ver ?? Infinity
  if (ver < (marks.vers.get(id) ?? 0)) complain('I5', `the version ${what} went back to ${ver}`)
  // Rows to begin with may come from anywhere, and stand until the feed has come to its head.
  marks.vers.set(id, seat.told.isFirst('case', id) ? 0 : (base?.ver ?? 0))
}

function foldOver(base: CaseRow | null, own: readonly SeatCommand[], flowCount: number, hall: CaseFacts['hall']): CaseRow | null {
  let row = base
  let count = flowCount
  for (const command of own) {
    if (hall === undefined) break
    const personName = people.find((row) => row.id === command.person)?.name ?? ''
    const { id, caseId, at, person, post, seat, offline, timeDoubt, body } = command
    const folded = foldAct(
      row,
      { id, caseId, at, person, personName, post, seat, offline, timeDoubt, body },
      { ...hall, flowCount: count },
    )
    if (folded.ok) ({ row, count } = { row: folded.value.row, count: count + 1 })
  }
  return row
}

const rulesKnown = new WeakMap<Told, { readonly stamp: number; readonly rules: CaseFacts['hall'] }>()

function rulesTold({ told }: Seat): CaseFacts['hall'] {
  const known = rulesKnown.get(told)
  if (known?.stamp === told.rulesChanges) return known.rules
  const rules = readRules(told)
  rulesKnown.set(told, { stamp: told.rulesChanges, rules })
  return rules
}

function readRules(told: Told): CaseFacts['hall'] {
  const catalogue = CatalogueData.safeParse(told.row('catalogue', 'current'))
  const calendar = CalendarData.safeParse(told.row('calendar', 'current'))
  if (!catalogue.success || !calendar.success) return undefined
  return {
    catalogue: viewCatalogue(catalogue.data),
    calendar: createWorkCalendar(calendar.data),
    departments: new Set(told.rowsOf('department').map(({ id }) => id)),
  }
}

/** I14: silence is called 离线 in time, and data that lags is never called 正常. */
export function checkRung(
  seat: Seat,
  now: number,
  { cursor, oldestOwedAt }: { readonly cursor: Cursor | null; readonly oldestOwedAt: number | null },
  complain: Complain,
): void {
  const { process } = seat
  if (process === null) return
  const { rung } = process.link.status()
  if (cursor === null && rung === 'normal') complain('I20', `seat ${seat.id} says normal, and no page has come to it yet`)
  const since = Math.max(seat.lastLineAt, seat.startedAt)
  if (now - heardBy(seat, since) > OFFLINE_AFTER_MS + HEARING_MS && rung !== 'offline') {
    complain('I14', `seat ${seat.id} says ${rung} although it has heard nothing for ${now - since} ms`)
  }
  if (now - since > LATE_MS && rung === 'normal')
    complain('I14', `seat ${seat.id} says normal although the last word came ${now - since} ms ago`)
  // Under 抖动 a window takes its data for fresh as well; that something is owed may be heard of as late as a line is still alive.
  const allowed = rung === 'normal' ? STALE_MS : rung === 'jitter' ? STALE_MS + OFFLINE_AFTER_MS : Infinity
  if (oldestOwedAt !== null && now - oldestOwedAt > allowed) {
    complain('I14', `seat ${seat.id} says ${rung} although its data is ${now - oldestOwedAt} ms behind`)
  }
}

/** A word that came while another cache took over is heard after that. */
function heardBy({ replacedAt }: Seat, since: number): number {
  return replacedAt > since && replacedAt - since < TAKING_OVER_MS ? replacedAt : since
}

const TAKING_OVER_MS = 3_000
const STALE_MS = 10_000
/** A beat waits behind the pages that came before it, and the ladder is asked several times a second. */
const HEARING_MS = 1_500
/** A beat is late after the interval and half of it again. */
const LATE_MS = HEARTBEAT_MS * 1.5 + HEARING_MS

/** I1: what the ledger acknowledged is there, word for word; what it refused is not. */
export async function checkLedger(seat: Seat, process: SeatProcess, complain: Complain): Promise<void> {
  const { ledger } = process.raw
  for (const command of seat.acknowledged.values()) {
    const stored = await ledger.find(command.id)
    if (stored?.command.hash !== command.hash)
      complain('I1', `seat ${seat.id} has lost command ${command.s}, which it had acknowledged`)
  }
  for (const id of seat.refused) {
    if ((await ledger.find(id as LedgerCommand['command']['id'])) !== null)
      complain('I1', `seat ${seat.id} has stored ${id}, which it had refused`)
  }
  await checkDrafts(seat, ledger, complain)
  const broken = await ledger.verify()
  if (broken !== null) complain('I12', `the ${broken.chain} chain of seat ${seat.id} breaks at ${broken.n}`)
}

/** I2, I7, I8, I12: everything is settled, each command has its one effect or a visible rejection, and all show the same. */
export async function checkQuiet(
  seat: Seat,
  cases: readonly CaseId[],
  platform: ReferencePlatform,
  complain: Complain,
): Promise<void> {
  const { process } = seat
  if (process === null) {
    complain('I7', `seat ${seat.id} is not up`)
    return
  }
  const { ledger, cacheWriter, cache } = process.raw
  const { store } = platform
  const cursor = await cacheWriter.cursor()
  if (cursor?.epoch !== store.epoch || cursor.seq !== store.head) {
    complain(
      'I7',
      `seat ${seat.id} stands at ${cursor?.epoch ?? 'nothing'} ${cursor?.seq ?? 0}, the platform at ${store.epoch} ${store.head}`,
    )
  }
  const left = await ledger.unsent(100_000)
  if (left.length > 0) complain('I8', `seat ${seat.id} still has to send ${left.map(({ command }) => command.s).join(', ')}`)
  const pending = await cacheWriter.pendingIds()
  if (pending.length > 0) complain('I7', `seat ${seat.id} still has ${pending.join()} pending`)
  const [kept, shownOfOthers] = [await ledger.neighbours(), await cacheWriter.neighboursShown()]
  if (kept.length + shownOfOthers.length > 0) {
    const names = kept.map(({ command }) => `${command.s} of ${command.seat}`).join(', ')
    complain('I7', `seat ${seat.id} still keeps ${names} and shows ${shownOfOthers.length} of its neighbours`)
  }
  const { rung, waiting, behind } = process.link.status()
  if (rung !== 'normal' || waiting > 0 || behind > 0)
    complain('I7', `seat ${seat.id} says ${rung}, ${waiting} waiting, ${behind} behind`)
  for (const id of cases.filter((one) => !seat.told.isSpoilt(one))) {
    const shown = await cache.caseById(id)
    if (!isSame(shown?.row ?? null, store.case(id))) {
      complain(
        'I7',
        `case ${id.slice(-4)} at seat ${seat.id} is ${stateOf(shown?.row)}, at the platform ${stateOf(store.case(id))}`,
      )
    }
    const [flow, theirs] = [shown?.flow.map((one) => one.id) ?? [], shown === null ? [] : store.flowOf(id).map((one) => one.id)]
    if (!isSame(flow, theirs)) complain('I7', `the story of case ${id.slice(-4)} at seat ${seat.id} is not the platform’s`)
  }
  await checkEffects(seat, process, platform, complain)
}

async function checkEffects(seat: Seat, { raw }: SeatProcess, platform: ReferencePlatform, complain: Complain): Promise<void> {
  const { store } = platform
  for (const command of seat.acknowledged.values()) {
    const settled = store.settled.get(command.id)?.outcome
    const effects = store.flowOf(command.caseId).filter(({ id }) => id === command.id)
    const stored = await raw.ledger.find(command.id)
    const what = `${command.body.action} ${command.s} of seat ${seat.id}`
    // A rejection that a restored backup has forgotten still stands before a person.
    const isForgotten =
      platform.hasLivedBefore &&
      (stored?.standing === 'rejected' || stored?.standing === 'held' || stored?.standing === 'settled')
    if (settled === undefined && !isForgotten) complain('I2', `the platform has never decided about ${what}`)
    if (effects.length > 1) complain('I2', `${what} took effect ${effects.length} times`)
    const wasRemoved = store.find('case', command.caseId)?.op === 'delete'
    if (settled?.result === 'accepted' && effects.length !== 1 && !wasRemoved)
      complain('I2', `${what} was accepted and has no effect`)
    const word = stored?.standing
    if (settled?.result === 'rejected' && word !== 'rejected' && word !== 'held' && word !== 'settled')
      complain('I2', `${what} was rejected, the seat says ${word ?? 'nothing'}`)
    if (settled?.result === 'accepted' && word !== 'accepted' && word !== 'settled')
      complain('I2', `${what} was accepted, the seat says ${word ?? 'nothing'}`)
    for (const flow of effects) {
      if (flow.person !== sessionAt(seat.id).person || flow.seat !== seat.id)
        complain('I12', `${what} stands in the name of ${flow.personName}`)
    }
  }
  const broken = platform.brokenChain(seat.id)
  if (broken !== null) complain('I12', `the commands of seat ${seat.id} are no chain: ${broken}`)
}

const stateOf = (row: CaseRow | null | undefined): string => (row == null ? 'nothing' : `${row.state} v${row.ver}`)
