// One simulated hall from opening to rest: carries out a plan and asks after every step whether the promises still hold.
import { storageRefusal } from '#main/db-worker/storage-errors.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import { checkAtRest, isAtRest } from './at-rest.ts'
import { Callers } from './callers.ts'
import { checkCaughtUp } from './caught-up.ts'
import { Claims } from './claims.ts'
import type { SeatDisk } from './disk.ts'
import { Turns, isEvidenceAtRest, lookAfterFiles } from './evidence.ts'
import { Crossings } from './crossing.ts'
import { checkFresh } from './fresh-words.ts'
import { checkCases, checkRung, newMarks } from './invariants.ts'
import type { Marks } from './invariants.ts'
import { checkNeighbours, checkSettledNeighbours, checkTold } from './lan-invariants.ts'
import { LanNetwork } from './lan-network.ts'
import { Network } from './network.ts'
import { Owed } from './owed.ts'
import type { Plan, Step } from './plan.ts'
import { PlatformDoor } from './platform-door.ts'
import { ReferencePlatform } from './reference-platform.ts'
import { ReferenceSnapshots } from './reference-snapshots.ts'
import type { RunResult, Violation } from './run-result.ts'
import { Seat } from './seat.ts'
import type { SeatWorld } from './seat.ts'
import { Seen } from './seen.ts'
import { Seeded } from './seeded.ts'
import { checkShownOld } from './shown-old.ts'
import { Spells } from './spells.ts'
import { StepDeeds } from './step-deeds.ts'
import { Trace } from './trace.ts'
import { OPENING, seatIds } from './town.ts'
import { VirtualTime } from './virtual-time.ts'
import { sluggish } from './weather.ts'

/** When faults have stopped everything must be settled and alike within this time. */
export const CONVERGE_MS = 60_000
/** Digests are compared every ten minutes, whatever happens; after that what was wrong has been set right. */
const COMPARED_MS = 11 * 60_000
const LOOK_EVERY_MS = 1_000
const READ_WITHIN_MS = 3_000
/** A brief hall that was found quiet so often in a row is at rest; a whole one is watched for the full minute. */
const QUIET_LOOKS = 3
/** More would only repeat the first. */
const MOST_VIOLATIONS = 8

/** One simulated hall. */
export class World {
  readonly #plan: Plan
  readonly #trace: Trace
  readonly #time = new VirtualTime()
  readonly #platform: ReferencePlatform
  readonly #snapshots: ReferenceSnapshots | null
  readonly #door: PlatformDoor
  readonly #network: Network
  readonly #lan: LanNetwork | null
  readonly #seats: readonly Seat[]
  readonly #marks = new Map<Seat, Marks>()
  readonly #seen = new Seen()
  readonly #violations: Violation[] = []
  readonly #spells = new Spells(this.#time)
  readonly #deeds: StepDeeds
  readonly #owed = new Owed()
  readonly #turns = new Turns()
  readonly #callers = new Callers()
  readonly #crossings: Crossings
  readonly #complain = (invariant: string, text: string): void => this.complain(invariant, text)
  readonly #people = {
    said: (text: string): void => this.#note(text),
    wellDone: (seat: Seat, work: Promise<unknown>): void => this.#wellDone(seat, work),
  }
  /** What people have begun and not finished, on which machine. */
  readonly #underWay = new Set<{ readonly disk: SeatDisk }>()

  constructor(plan: Plan, folder: string, keepsTrace: boolean) {
    const chance = new Seeded('world', plan.seed, ...(plan.variant === 0 ? [] : [plan.variant]))
    this.#plan = plan
    this.#trace = new Trace(keepsTrace)
    const complaint = this.#complain
    const noted = (text: string): void => this.#note(text)
    this.#platform = new ReferencePlatform(
      { complaint, committed: () => this.#door.committed() },
      () => OPENING + Math.floor(this.#time.now),
      chance.fork('platform'),
    )
    this.#snapshots = plan.hasSnapshots ? new ReferenceSnapshots(folder) : null
    this.#door = new PlatformDoor(() => this.#platform, this.#snapshots, {
      time: this.#time,
      chance: chance.fork('pages'),
      complaint,
    })
    const piece = (id: string, what: 'begins' | 'ends'): void => this.#piece(id, what)
    this.#door.files.isNamed = (id, hash) => this.#seats.find((seat) => seat.id === id)?.hasNamed(hash) ?? true
    this.#network = new Network(this.#time, this.#door, chance.fork('network'), {
      ...{ note: noted, complaint, piece },
      answers: (id, reply, inMs) => this.#crossings.answers(id, reply, inMs),
      hasFailed: (id) => this.#seats.some((seat) => seat.id === id && seat.disk.hasFailed),
    })
    this.#crossings = new Crossings({
      ...{ time: this.#time, platform: this.#platform, ...this.#people },
      slows: (seat, forMs) => this.#spells.forAWhile(forMs, this.#network.befall(seat.id, sluggish)),
    })
    this.#door.arriving = (seat, commands) => this.#crossings.arrives(seat, commands)
    const ids = seatIds.slice(0, plan.seats)
    this.#lan = plan.hasLan ? new LanNetwork(this.#time, chance.fork('lan'), ids) : null
    const claims = new Claims(() => this.#seats, this.#time, complaint)
    const saved: SeatWorld['saved'] = (seat, commands) => {
      if (this.#lan !== null) claims.saved(seat, commands, this.#time.now - this.#deeds.lanCalmSince)
    }
    const find: SeatWorld['find'] = (id) => this.#find(id)
    const snapshotTold: SeatWorld['snapshotTold'] = (cursor) => this.#snapshots?.toldBy(cursor) ?? null
    const told = { note: noted, complaint, saved, snapshotTold, find }
    const parts = { time: this.#time, network: this.#network, lan: this.#lan, hasFiles: plan.hasFiles, ...told }
    this.#seats = ids.map((id) => new Seat(id, folder, parts, chance.fork('seat', id), plan.slowWorkers))
    this.#deeds = new StepDeeds({
      ...{ kind: plan.kind, time: this.#time, platform: this.#platform, snapshots: this.#snapshots, door: this.#door },
      ...{ network: this.#network, lan: this.#lan, seats: this.#seats, spells: this.#spells, callers: this.#callers },
      ...{ crossings: this.#crossings, complain: complaint, people: this.#people },
    })
  }

  async run(): Promise<RunResult> {
    for (const seat of this.#seats) void seat.start()
    for (const step of this.#plan.steps) {
      await this.#passUntil(step.at)
      this.#note(`step ${step.deed.do}`)
      this.#deeds.carryOut(step)
      await this.#time.runUntil(this.#time.now)
      await this.#check(this.#recentCases(step))
      if (this.#violations.length >= MOST_VIOLATIONS) break
    }
    if (this.#violations.length === 0) await this.#comeToRest()
    for (const seat of this.#seats) await seat.end()
    await this.#time.runUntil(this.#time.now)
    return this.result()
  }

  result(): RunResult {
    const commands = this.#seats.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
    return { violations: this.#violations, digest: this.#trace.digest(), lines: this.#trace.lines, commands, ms: this.#time.now }
  }

  complain(invariant: string, text: string): void {
    this.#note(`VIOLATION ${invariant} ${text}`)
    if (this.#violations.length < MOST_VIOLATIONS) this.#violations.push({ at: this.#time.now, invariant, text })
  }

  /** Faults stop; then everything has to come right by itself. */
  async #comeToRest(): Promise<void> {
    this.#spells.endAll()
    this.#network.clear()
    for (const seat of this.#seats) seat.disk.spare()
    lookAfterFiles(this.#seats, this.#time, (seat, work) => this.#wellDone(seat, work))
    this.#note('faults stop')
    await this.#passUntilQuiet(CONVERGE_MS, () => this.#isQuiet())
    // Seats that compare themselves at this very moment have just been given something to read, and meanwhile once more.
    while (this.#time.now < this.#door.changedAt + READ_WITHIN_MS && this.#violations.length < MOST_VIOLATIONS)
      await this.#passUntil(this.#door.changedAt + READ_WITHIN_MS)
    await this.#checkRest()
    const isSound = (): boolean => this.#seats.every(({ told }) => told.spoilt.size === 0)
    await this.#callers.callAgain((mostMs, isOver) => this.#passUntilQuiet(mostMs, isOver), this.#complain)
    if (this.#violations.length > 0 || isSound()) return
    this.#note('rows are still spoilt')
    await this.#passUntilQuiet(COMPARED_MS, () => Promise.resolve(isSound()))
    // A bucket that changed while it was compared is left to the next comparison, which meets a hall that stands still.
    this.#door.standStill()
    if (!isSound()) await this.#passUntilQuiet(COMPARED_MS, () => Promise.resolve(isSound()))
    // Mended by then, or brought anew by the feed: no excuse counts any more.
    for (const { told } of this.#seats) told.mend(() => true)
    await this.#checkRest()
  }

  async #passUntilQuiet(mostMs: number, isQuiet: () => Promise<boolean>): Promise<void> {
    const end = this.#time.now + mostMs
    if (this.#plan.kind === 'whole') return this.#passUntil(end)
    for (let looks = 0; looks < QUIET_LOOKS && this.#time.now < end && this.#violations.length < MOST_VIOLATIONS; ) {
      await this.#passUntil(Math.min(end, this.#time.now + LOOK_EVERY_MS))
      looks = (await isQuiet()) ? looks + 1 : 0
    }
  }

  async #isQuiet(): Promise<boolean> {
    if (![...this.#underWay].every(({ disk }) => disk.isDead)) return false
    const { store } = this.#platform
    for (const seat of this.#seats)
      if (!(await isAtRest(seat, store)) || !(await isEvidenceAtRest(seat, store))) return false
    return true
  }

  async #checkRest(): Promise<void> {
    const complain = this.#complain
    await this.#check(this.#deeds.cases)
    const gone = [...this.#deeds.gone].filter((id) => this.#platform.store.case(id) === null)
    const facts = { cases: this.#deeds.cases, gone, platform: this.#platform, kind: this.#plan.kind }
    for (const seat of this.#seats) await checkAtRest(seat, facts, complain)
  }

  async #passUntil(end: number): Promise<void> {
    while (this.#time.now < end && this.#violations.length < MOST_VIOLATIONS) {
      await this.#time.runUntil(Math.min(end, this.#time.now + LOOK_EVERY_MS))
      for (const seat of this.#seats) await this.#look(seat)
      if (this.#crossings.cases.length > 0) await this.#check(this.#crossings.cases)
      if (this.#lan !== null && this.#seats.every(({ busy }) => busy === 0))
        await checkTold(this.#seats, this.#lan, this.#time.now, this.#deeds.lanCalmSince, this.#complain)
    }
  }

  /** Once a second: does the seat say honestly how it stands? */
  async #look(seat: Seat): Promise<void> {
    const { process } = seat
    if (process === null || seat.busy > 0) return
    this.#turns.look(seat, this.#time.now)
    const { store } = this.#platform
    const cursor = await process.raw.cacheWriter.cursor()
    const oldestOwedAt = this.#owed.since(seat, cursor, store, this.#time.now)
    checkRung(seat, this.#time.now, { cursor, oldestOwedAt }, this.#complain)
    checkShownOld(seat, this.#time.now, this.#complain)
    await checkCaughtUp(seat, this.#time.now, this.#complain)
    const unevenMs = this.#network.unevenness(seat.id)
    checkFresh(seat, { cursor, said: this.#platform.said, unevenMs }, this.#complain)
    const { rung, reason } = process.link.status()
    if (rung !== 'offline') seat.onlineAt = this.#time.now
    this.#trace.note(this.#time.now, `seat ${seat.id} is ${rung} ${reason ?? ''} at ${cursor?.seq ?? 0}`)
  }

  async #check(cases: readonly CaseId[]): Promise<void> {
    for (const seat of this.#seats) {
      if (seat.process === null || seat.busy > 0) continue
      // Where nothing has been written or told since, the same would be found.
      const unseen = this.#seen.unseen(seat, cases)
      if (unseen === null) continue
      const marks = this.#marks.get(seat) ?? newMarks()
      this.#marks.set(seat, marks)
      const find = (id: string): SeatCommand | undefined => this.#find(id)
      await checkCases(seat, unseen, marks, this.#complain, find)
      const wasRemoved = (id: string): boolean => this.#platform.store.find('case', id)?.op === 'delete'
      await checkNeighbours(seat, find, wasRemoved, this.#complain)
      // What one life has refused has left the neighbours' screens too; when the next one accepts it, the feed brings it.
      const wasRefused = (id: string): boolean => this.#seats.some(({ refusedIn }) => refusedIn.has(id))
      const isOutOfSight = ({ id, caseId }: SeatCommand): boolean => wasRemoved(caseId) || wasRefused(id)
      await checkSettledNeighbours(seat, this.#platform.store, isOutOfSight, this.#complain)
    }
  }

  #find(id: string): SeatCommand | undefined {
    return this.#seats.map(({ known }) => known.get(id)).find((command) => command !== undefined)
  }

  /** A few cases after each step, all of them at rest. */
  #recentCases(step: Step): CaseId[] {
    if (this.#deeds.cases.length === 0) return []
    const chance = new Seeded('look', step.chance)
    return [...new Set([this.#deeds.cases.at(-1)!, chance.pick(this.#deeds.cases), chance.pick(this.#deeds.cases)])]
  }

  #piece(id: string, what: 'begins' | 'ends'): void {
    const seat = this.#seats.find((one) => one.id === id)
    if (what === 'ends') return this.#turns.pieceEnds(id, this.#time.now)
    const fault = seat && this.#turns.faultOf(seat, this.#time.now)
    if (fault != null) this.complain('I11', fault)
  }

  #note(text: string): void {
    this.#trace.note(this.#time.now, text)
  }

  #wellDone(seat: Seat, work: Promise<unknown>): void {
    const begun = { disk: seat.disk }
    this.#underWay.add(begun)
    work
      .catch((error: unknown) => {
        // A full disk is said to the operator; anything else is a fault of the host.
        if (storageRefusal(error)?.code === 'disk-full') this.#note(`seat ${seat.id} is told: disk full`)
        else this.complain('host', `seat ${seat.id}: ${String(error)}`)
      })
      .finally(() => this.#underWay.delete(begun))
  }
}
