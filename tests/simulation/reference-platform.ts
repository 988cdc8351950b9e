// The oracle: what a correct platform decides, and what it must never be asked. Whatever a seat does against the protocol is a
// complaint, and a complaint is a broken invariant.
import { createHash } from 'node:crypto'
import type { Act } from '#shared/domain/case/acts.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { plainCalendarData } from '#shared/domain/limits/calendar-data.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { SeatCommand } from '#shared/platform-api/commands.ts'
import type { Current, Outcome } from '#shared/platform-api/commands.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import type { LeaseRequest, NumberBlock } from '#shared/platform-api/people.ts'
import { smallCatalogue } from '#tests/builders/case-story.ts'
import { SaidHeads } from './fresh-words.ts'
import { ReferenceNumbers } from './reference-numbers.ts'
import { ReferenceStore } from './reference-store.ts'
import type { Seeded } from './seeded.ts'
import { departments, manyDuties, newDepartment, people } from './town.ts'

export interface PlatformEvents {
  /** A seat has broken the protocol. */
  complaint(invariant: string, text: string): void
  /** Something was committed. */
  committed(): void
}

/** The real platform has more; a simulated hall comes to rest within a minute. */
const NEIGHBOUR_PATIENCE_MS = 20_000

/** A seat knows the hall's time: an act that is further ahead counts as done when it came. */
const SEAT_AHEAD_MS = 120_000

/** For some cases it asks for a moment, for others for longer than it takes to be called away. */
const patienceOf = (lanes: readonly string[]): number => (lanes.some((lane) => /[268bf]$/.test(lane)) ? 10_000 : 1_000)

export class ReferencePlatform {
  store: ReferenceStore
  readonly said = new SaidHeads()
  readonly #events: PlatformEvents
  readonly #wallClock: () => number
  readonly #backups: ReferenceStore[] = []
  readonly #numbers: ReferenceNumbers
  readonly #chains = new Map<string, Map<number, { readonly prev: string; readonly hash: string }>>()
  /** Commands that others of another seat wait for, since when. */
  readonly #waitingSince = new Map<string, number>()
  #lives = 1
  /** Lanes for which the platform asks for patience at present. */
  busyLane: ((lane: string) => boolean) | null = null

  constructor(events: PlatformEvents, wallClock: () => number, chance: Seeded) {
    this.#events = events
    this.#wallClock = wallClock
    this.#numbers = new ReferenceNumbers(chance.fork('numbers'))
    this.store = new ReferenceStore('life-1')
    this.store.put('catalogue', 'current', 1, smallCatalogue)
    this.store.put('calendar', 'current', 1, plainCalendarData)
    for (const row of departments) this.store.put('department', row.id, 1, row)
    for (const row of people) this.store.put('person', row.id, 1, row)
  }

  get hasLivedBefore(): boolean {
    return this.#lives > 1
  }

  backUp(): void {
    this.#backups.push(this.store.copy())
  }

  /** Goes back to the newest backup; what came after it is forgotten, and the epoch says so. False: there is none. */
  restore(): boolean {
    const backup = this.#backups.pop()
    if (backup === undefined) return false
    this.#lives += 1
    this.store = backup.copy(`life-${this.#lives}`)
    return true
  }

  /** Settles the commands of one request in the order given; after a retry a lane waits. */
  takeAll(seat: string, raw: readonly unknown[]): Outcome[] {
    const waiting = new Set<string>()
    const before = this.store.head
    const outcomes = raw.flatMap((one): Outcome[] => {
      const command = this.#read(seat, one)
      if (command === undefined) return []
      const lanes = command.lanes.map(({ lane }) => String(lane))
      const mustWait = lanes.some((lane) => waiting.has(lane) || this.busyLane?.(lane) === true)
      const outcome = mustWait ? undefined : this.#take(command)
      if (outcome === undefined || outcome.result === 'retry') for (const lane of lanes) waiting.add(lane)
      if (outcome !== undefined) return [outcome]
      return [{ id: command.id, result: 'retry', code: 'platform-busy', afterMs: patienceOf(lanes) }]
    })
    if (this.store.head > before) this.#events.committed()
    return outcomes
  }

  /** What somebody does who is online by definition: a department, an inspector. */
  act(act: Act): Result<null> {
    const done = this.#apply(act)
    if (done.ok) this.#events.committed()
    return done.ok ? ok(null) : done
  }

  /** A case leaves the hall's scope. */
  remove(id: CaseId): void {
    this.store.remove(id)
    this.#events.committed()
  }

  hasRow(kind: string, id: string): boolean {
    return this.store.find(kind, id)?.row != null
  }

  /** Words, a name and the roster change; a department that comes with these rules leaves with the next. */
  changeRules(version: string, chance: Seeded): void {
    this.putRow('catalogue', 'current', { ...smallCatalogue, version })
    const duties = chance.chance(0.4) ? manyDuties : []
    this.putRow('department', 'green', { ...departments[2], name: `园林 ${chance.whole(1, 99)}`, duties })
    this.putRow('person', 'J02', { ...people.find(({ id }) => id === 'J02'), active: chance.chance(0.5) })
    this.putRow('department', 'new', this.hasRow('department', 'new') ? null : newDepartment)
  }

  /** Another version of a row beside the cases, or null for its end: a department, a person. */
  putRow(kind: string, id: string, row: object | null): void {
    this.store.put(kind, id, (this.store.find(kind, id)?.ver ?? 0) + 1, row)
    this.#events.committed()
  }

  /** Another machine stands in the seat's place. */
  replaced(seat: string): void {
    this.#numbers.replaced(seat)
  }

  get hasShortBlocks(): boolean {
    return this.#numbers.hasShortBlocks
  }

  lease(seat: string, request: LeaseRequest): NumberBlock[] {
    return this.#numbers.lease(seat, request)
  }

  /** The ledger digest: numbers and hashes of a seat's commands must be one chain. Null when they are. */
  brokenChain(seat: string): string | null {
    const chain = [...(this.#chains.get(seat) ?? new Map<number, { prev: string; hash: string }>())].sort(([a], [b]) => a - b)
    for (const [index, [s, { prev }]] of chain.entries()) {
      const before = chain[index - 1]
      if (s !== index + 1) return `number ${index + 1} is missing`
      if (prev !== (before?.[1].hash ?? '0'.repeat(64))) return `${s} does not follow ${s - 1}`
    }
    return null
  }

  /** A seat must send what is well formed, its own, and what its hash says. */
  #read(seat: string, raw: unknown): SeatCommand | undefined {
    const parsed = SeatCommand.safeParse(raw)
    if (!parsed.success || parsed.data.seat !== seat) {
      this.#events.complaint(
        'I12',
        `seat ${seat} sent a command that is not one: ${parsed.error?.issues[0]?.path.join('.') ?? 'seat'}`,
      )
      return undefined
    }
    const { hash, ...members } = parsed.data
    const reckoned = createHash('sha256').update(canonicalJson(members), 'utf8').digest('hex')
    if (reckoned !== hash) this.#events.complaint('I12', `seat ${seat} sent ${parsed.data.s} with a hash that is not its own`)
    const chain = this.#chains.get(seat) ?? new Map<number, { prev: string; hash: string }>()
    this.#chains.set(seat, chain.set(parsed.data.s, { prev: parsed.data.prev, hash }))
    return parsed.data
  }

  #take(command: SeatCommand): Outcome {
    const { store } = this
    const known = store.settled.get(command.id)
    if (known !== undefined) {
      if (known.command.hash === command.hash) return known.outcome
      this.#events.complaint('I2', `two bodies under id ${command.id}`)
      return { id: command.id, result: 'mismatch', code: 'body-mismatch' }
    }
    for (const { lane, n } of command.lanes) {
      const expected = (store.lanes.get(`${command.seat}/${lane}`) ?? 0) + 1
      if (n === expected) continue
      // Only a restored backup may make a seat's numbers run ahead.
      if (!this.hasLivedBefore)
        this.#events.complaint('I3', `seat ${command.seat} sent ${n} of a lane that stood before ${expected}`)
      return { id: command.id, result: 'gap', lane, expected }
    }
    if (this.#waitsForAnother(command)) return { id: command.id, result: 'retry', code: 'base-not-arrived', afterMs: 1_000 }
    const outcome = this.#settle(command)
    for (const { lane, n } of command.lanes) store.lanes.set(`${command.seat}/${lane}`, n)
    store.settled.set(command.id, { command, outcome })
    this.#waitingSince.delete(command.id)
    return outcome
  }

  /** What it builds on is another seat’s and has not come yet; for a while it is waited for, then nobody waits any more. */
  #waitsForAnother({ base }: SeatCommand): boolean {
    if (base === null || 'ver' in base || this.store.settled.has(base.after)) return false
    const since = this.#waitingSince.get(base.after) ?? this.#wallClock()
    this.#waitingSince.set(base.after, since)
    return this.#wallClock() - since < NEIGHBOUR_PATIENCE_MS
  }

  #settle(command: SeatCommand): Extract<Outcome, { result: 'accepted' | 'rejected' }> {
    const { id, caseId, person, post, seat, offline, body } = command
    const judged = this.#judge(command)
    const personName = people.find((row) => row.id === person)?.name ?? ''
    const act = { id, caseId, person, personName, post, seat, offline, body, ...this.#timeOf(command) }
    const done = judged.ok ? this.#apply(act) : judged
    if (done.ok) return { id, result: 'accepted', epoch: this.store.epoch, ...done.value }
    const { code, detail } = done.error
    return { id, result: 'rejected', code, detail: detail ?? null, current: this.#current(caseId) }
  }

  /** Never after its receipt nor before the case was reported; whatever had to be changed about it is in doubt. */
  #timeOf({ caseId, at, timeDoubt }: SeatCommand): Pick<Act, 'at' | 'timeDoubt'> {
    const now = this.#wallClock()
    const counted = Math.max(at > now + SEAT_AHEAD_MS ? now : at, this.store.case(caseId)?.reportedAt ?? 0)
    return { at: counted, timeDoubt: timeDoubt || counted !== at }
  }

  #judge(command: SeatCommand): Result<null> {
    const row = people.find(({ id }) => id === command.person)
    if (row === undefined) return refuse('not-rostered', command.person)
    if (!row.posts.includes(command.post)) return refuse('wrong-post', command.post)
    const base = this.#checkBase(command)
    if (!base.ok) return base
    const asked = this.#checkInspector(command)
    if (!asked.ok) return asked
    return command.body.action === 'report' ? this.#checkNumber(command, command.body.args.no) : base
  }

  #checkBase({ base, body, caseId, seat, s }: SeatCommand): Result<null> {
    const compares = body.action !== 'report' && raisesVersion(body.action)
    const ver = this.store.case(caseId)?.ver
    if (base === null) return compares ? refuse('stale-base', 'base') : ok(null)
    if ('ver' in base) {
      if (!compares || base.ver === ver) return ok(null)
      if (base.ver < (ver ?? 0) && this.#wasAllByItself(seat, caseId, base.ver)) {
        this.#events.complaint('I3', `seat ${seat} made its own command ${s} stale`)
      }
      return refuse('stale-base')
    }
    const after = this.store.settled.get(base.after)?.outcome
    if (after?.result === 'rejected') return refuse('depends-on-rejected', base.after)
    if (after === undefined) return refuse('base-not-arrived', base.after)
    return compares && after.ver !== ver ? refuse('stale-base') : ok(null)
  }

  /** Who is sent out must be able to go. */
  #checkInspector({ body }: SeatCommand): Result<null> {
    if (body.action !== 'send-verify' && body.action !== 'send-check') return ok(null)
    const person = PersonRow.safeParse(this.store.find('person', body.args.inspector)?.row)
    const canGo = person.success && person.data.active && person.data.posts.includes('inspector')
    return canGo ? ok(null) : refuse('not-rostered', body.args.inspector)
  }

  /** Has nobody but this seat moved the case since that version? Then it should have known. */
  #wasAllByItself(seat: string, caseId: string, ver: number): boolean {
    const moves = this.store.flowOf(caseId).filter(({ action }) => raisesVersion(action))
    return !this.hasLivedBefore && moves.slice(ver).every((flow) => flow.seat === seat)
  }

  #checkNumber({ seat, caseId }: SeatCommand, no: string): Result<null> {
    const isLeased = this.#numbers.isLeasedTo(seat, no)
    const isTaken = this.store.cases().some((row) => row.no === no && row.id !== caseId)
    if (isLeased && !isTaken) return ok(null)
    this.#events.complaint(
      'I1',
      `the number ${no} that seat ${seat} told a caller was ${isLeased ? 'another case’s' : 'not leased to it'}`,
    )
    return refuse('number-not-leased', no)
  }

  #apply(act: Act): Result<{ seq: number; ver: number }> {
    const { store } = this
    const folded = foldAct(store.case(act.caseId), act, { ...store.rules(), flowCount: store.flowOf(act.caseId).length })
    if (!folded.ok) return folded
    const { row, flow } = folded.value
    store.put('case', row.id, row.ver, row)
    return ok({ seq: store.addFlow(flow), ver: row.ver })
  }

  #current(caseId: string): Current | null {
    const row = this.store.case(caseId)
    if (row === null) return null
    const moved = this.store.flowOf(caseId).findLast(({ action }) => raisesVersion(action))
    return { row, byName: moved?.personName ?? '', bySeat: moved?.seat ?? null, at: moved?.at ?? this.#wallClock() }
  }
}
