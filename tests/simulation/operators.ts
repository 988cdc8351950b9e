// People of the simulated hall. At the seats they go through the product's own handlers; elsewhere they act at the platform.
import type { LedgerCommand } from '#main/db/ledger-api.ts'
import type { CallContext } from '#main/doors/handlers.ts'
import type { Decision } from '#main/features/outbox/decide.ts'
import type { Act, ActArgs, ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import { allowedActions, raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import { CmdId, newCaseId, newCmdId } from '#shared/kernel/ids.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import { DAY, usualBody } from '#tests/builders/case-story.ts'
import type { ReferencePlatform } from './reference-platform.ts'
import type { Seat } from './seat.ts'
import type { Seeded } from './seeded.ts'
import { OPENING, ZONE_OFFSET_MINUTES, departments, people, sessionAt } from './town.ts'

type Said = (text: string) => void

/** Before that the platform has refused, or it never does. */
const MOST_LOOKS = 100

const contextOf = (seat: Seat): CallContext => ({
  caller: { kind: 'seat' } as unknown as CallContext['caller'],
  pane: null,
  isNewest: true,
  session: sessionAt(seat.id),
})

/** A caller is heard: a new case, taken as far as the operator likes. Answers its id when it was saved. */
export async function report(seat: Seat, further: number, chance: Seeded, said: Said): Promise<CaseId | null> {
  const { process } = seat
  if (process === null) return null
  const { hall, writer } = process
  const day = dayOf(hall.time.now(), ZONE_OFFSET_MINUTES)
  const no = await hall.db.ledger.takeNumber(day)
  if (no === null) {
    said(`seat ${seat.id} has no number for ${day}`)
    return null
  }
  const caseId = newCaseId(hall.clock, chance)
  const chain = [
    usualBody('report', {
      no,
      conditionId: 'C0101-1',
      description: `井盖 ${chance.whole(1, 999)}`,
      wantsCallBack: chance.chance(0.3),
    }),
    usualBody('accept'),
    usualBody('file', { areaGrade: chance.pick(['A', 'B', 'C']) }),
    usualBody('dispatch', { department: chance.pick(departments).id }),
  ]
  const intent = { caseId, no, row: null, flowCount: 0, bodies: chain.slice(0, further + 1) }
  const saved = await writer.write(intent, sessionAt(seat.id), null)
  say(said, `seat ${seat.id} reports ${caseId.slice(-4)}`, saved)
  return saved.ok ? caseId : null
}

/** An operator opens a case, thinks, and does what the seat allows. */
export async function act(seat: Seat, caseId: CaseId, chance: Seeded, said: Said, think: () => Promise<void>): Promise<void> {
  const { process } = seat
  const seen = await process?.hall.db.cache.caseById(caseId)
  if (process === null || seen === undefined || seen === null) return
  const body = bodyFor(seen.row, sessionAt(seat.id).posts, process.hall.time.now(), chance)
  if (body === null) return
  await think()
  const done = await process.cases.act({ caseId, seenVer: seen.row.ver, body }, contextOf(seat))
  say(said, `seat ${seat.id} does ${body.action} on ${caseId.slice(-4)}`, done)
  if (done.ok && raisesVersion(body.action)) await checkSeen(seat, done.value.cmdId, seen.row.ver)
}

/** I19: what a person had before them is what the act was based on. Once it is accepted that is not known any more. */
async function checkSeen(seat: Seat, id: string, seenVer: number): Promise<void> {
  const ground = (await seat.process?.raw.ledger.ground(CmdId.parse(id))) ?? null
  if (ground !== null && ground.ver !== seenVer)
    seat.complain('I19', `an act of seat ${seat.id} moves version ${ground.ver} on; the person had ${seenVer} before them`)
}

/** Everybody has the same case open, and everybody acts. */
export function race(
  seats: readonly Seat[],
  caseId: CaseId | undefined,
  chance: Seeded,
  { said, wellDone }: { readonly said: Said; readonly wellDone: (seat: Seat, work: Promise<unknown>) => void },
): void {
  if (caseId === undefined) return
  for (const seat of seats) wellDone(seat, act(seat, caseId, chance.fork(seat.id), said, () => Promise.resolve()))
}

/** A note commutes: it is written whatever the others do. */
export async function note(seat: Seat, caseId: CaseId, chance: Seeded, said: Said): Promise<void> {
  await step(seat, caseId, usualBody('note', { words: `第 ${chance.whole(1, 999)} 次来电` }), said)
}

/** Somebody does just this, on the case as the seat shows it. */
export async function step(seat: Seat, caseId: CaseId, given: ActBody | ((row: CaseRow) => ActBody), said: Said): Promise<void> {
  const { process } = seat
  const seen = await process?.hall.db.cache.caseById(caseId)
  if (process === null || seen === undefined || seen === null) return
  const body = typeof given === 'function' ? given(seen.row) : given
  const done = await process.cases.act({ caseId, seenVer: seen.row.ver, body }, contextOf(seat))
  say(said, `seat ${seat.id} does ${body.action} on ${caseId.slice(-4)}`, done)
}

/** Somebody decides about the oldest rejected command in the tray. */
export async function decide(
  seat: Seat,
  chance: Seeded,
  said: Said,
  wish: Partial<Pick<Decision, 'choice' | 'dependents'>> = {},
): Promise<void> {
  const { process } = seat
  if (process === null) return
  const tray = await process.hall.db.ledger.tray()
  const one = tray.find(isToBeDecided)
  if (one === undefined) return
  const choice = wish.choice ?? chance.pick(['again', 'merge', 'withdraw'] as const)
  const dependents = wish.dependents ?? chance.pick(['again', 'withdraw', 'leave'] as const)
  const sides = { department: chance.pick(['mine', 'theirs'] as const) }
  const decision = { id: one.command.id, choice, sides, words: '改由原单位处置', dependents, seenVer: null }
  const done = await process.outbox.settle(decision, contextOf(seat))
  say(said, `seat ${seat.id} decides ${choice} (${dependents}) on ${one.command.s}`, done)
}

const isToBeDecided = ({ standing }: LedgerCommand): boolean => standing === 'rejected' || standing === 'held'

/**
 * As soon as there is something to decide about, somebody does so in two windows at once. `stops`: what was built on it is done
 * again then, and the machine stops in the middle of that.
 */
export async function decideTwice(
  seat: Seat,
  stops: boolean,
  chance: Seeded,
  said: Said,
  pause: () => Promise<void>,
): Promise<void> {
  const { disk } = seat
  for (let looks = 0; looks < MOST_LOOKS && !disk.isDead && seat.process !== null; looks += 1) {
    const tray = await seat.process.raw.ledger.tray()
    if (tray.some(isToBeDecided)) {
      const withdrawn = { choice: 'withdraw', dependents: 'leave' } as const
      await Promise.all([1, 2].map((window) => decide(seat, chance.fork(window), said, withdrawn)))
      if (!stops) return
      seat.crashAfter(1, 300, 'kept')
      return decide(seat, chance, said, { choice: 'again', dependents: 'again' })
    }
    await pause()
  }
}

/** A department or an inspector does what waits for them, at the platform. */
export function actElsewhere(platform: ReferencePlatform, now: number, chance: Seeded, said: Said): void {
  const waiting = platform.store.cases().filter(({ state }) => ['handling', 'verifying', 'checking', 'closed'].includes(state))
  if (waiting.length === 0) return
  const row = chance.pick(waiting)
  const post: Post = row.state === 'verifying' || row.state === 'checking' ? 'inspector' : 'department'
  const who = people.find(({ id, posts }) => (post === 'inspector' ? id === row.inspector : posts.includes(post)))
  const body = who === undefined ? null : bodyFor(row, [post], now, chance, who.id)
  if (who === undefined || body === null) return
  const clock = { now: () => now, monotonicMs: () => now }
  const envelope = {
    id: newCmdId(clock, chance),
    caseId: row.id,
    at: now,
    person: who.id,
    personName: who.name,
    post,
    seat: null,
  }
  const done = platform.act({ ...envelope, offline: false, timeDoubt: false, body } satisfies Act)
  say(said, `${who.name} does ${body.action} on ${row.id.slice(-4)}`, done)
}

/** Somebody who sits elsewhere accepts a reported case. */
export function overtake(platform: ReferencePlatform, caseId: CaseId, now: number, chance: Seeded, said: Said): void {
  const who = people.findLast(({ posts }) => posts.includes('acceptor'))
  if (who === undefined) return
  const envelope = { id: newCmdId({ now: () => now, monotonicMs: () => now }, chance), caseId, at: now, person: who.id }
  const rest = { personName: who.name, post: 'acceptor', seat: null, offline: false, timeDoubt: false } as const
  const done = platform.act({ ...envelope, ...rest, body: usualBody('accept') })
  say(said, `${who.name} accepts ${caseId.slice(-4)} elsewhere`, done)
}

/** One of the acts the rules allow, moves more often than words beside them. */
function bodyFor(row: CaseRow, posts: readonly Post[], now: number, chance: Seeded, person?: string): ActBody | null {
  const open = allowedActions(row, posts, now, person).allowed.map(({ action }) => action)
  const moves = open.filter((action) => !['note', 'attach', 'urge', 'supervise', 'void', 'refuse'].includes(action))
  const from = moves.length > 0 && chance.chance(0.85) ? moves : open
  if (from.length === 0) return null
  return bodyOf(chance.pick(from), row, now, chance)
}

function bodyOf(action: CaseAction, row: CaseRow, now: number, chance: Seeded): ActBody {
  const inspector = chance.pick(people.filter(({ posts }) => posts.includes('inspector'))).id
  const department = chance.pick(departments.filter(({ id }) => id !== row.department)).id
  const args: { readonly [A in CaseAction]?: Partial<ActArgs[A]> } = {
    'send-verify': { inspector },
    'send-check': { inspector },
    'answer-verify': { confirmed: chance.chance(0.8) },
    'answer-check': { fixed: chance.chance(0.7) },
    'dispatch': { department },
    're-dispatch': { department },
    'put-on-account': { until: Math.max(now, OPENING) + DAY },
    'close': { words: '结案' },
    'call-back': { satisfied: chance.chance(0.7) },
  }
  return usualBody(action, args[action] ?? {})
}

function say(said: Said, what: string, done: Result<unknown>): void {
  said(done.ok ? what : `${what}: ${done.error.code} ${done.error.detail ?? ''}`)
}
