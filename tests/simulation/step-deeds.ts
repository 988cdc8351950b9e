// Carries out the steps of a plan: what happens to the platform, to the lines, to machines, and what people do.
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Callers } from './callers.ts'
import type { Crossings } from './crossing.ts'
import { writeDraft } from './drafts.ts'
import { attach, lookAtFile } from './evidence.ts'
import { flap } from './flap.ts'
import type { LanNetwork } from './lan-network.ts'
import type { Network } from './network.ts'
import { act, actElsewhere, decide, decideTwice, note, race, report } from './operators.ts'
import { offerAgain } from './page-rules.ts'
import type { Plan, PlatformDeed, SeatDeed, Step } from './plan.ts'
import type { PlatformDoor } from './platform-door.ts'
import type { ReferencePlatform } from './reference-platform.ts'
import type { ReferenceSnapshots } from './reference-snapshots.ts'
import type { Seat } from './seat.ts'
import { Seeded } from './seeded.ts'
import type { Spells } from './spells.ts'
import { spoilRow } from './spoil.ts'
import { OPENING } from './town.ts'
import type { VirtualTime } from './virtual-time.ts'
import { weathers } from './weather.ts'

export interface HallParts {
  readonly kind: Plan['kind']
  readonly time: VirtualTime
  readonly platform: ReferencePlatform
  readonly snapshots: ReferenceSnapshots | null
  readonly door: PlatformDoor
  readonly network: Network
  readonly lan: LanNetwork | null
  readonly seats: readonly Seat[]
  readonly spells: Spells
  readonly callers: Callers
  readonly crossings: Crossings
  readonly complain: (invariant: string, text: string) => void
  /** Somebody says something; somebody's work is to end well. */
  readonly people: { said(text: string): void; wellDone(seat: Seat, work: Promise<unknown>): void }
}

export class StepDeeds {
  readonly cases: CaseId[] = []
  /** Left the hall's scope. */
  readonly gone = new Set<CaseId>()
  /** Since when nothing befalls the hall's own network. */
  lanCalmSince = 0
  readonly #hall: HallParts

  constructor(hall: HallParts) {
    this.#hall = hall
  }

  carryOut({ deed, chance: seed }: Step): void {
    const chance = new Seeded('step', seed)
    if ('seat' in deed) this.#atSeat(this.#hall.seats[deed.seat]!, deed, chance)
    else this.#atPlatform(deed, chance)
  }

  /** Rather one of the newest: several seats should meet at one case. */
  #pickCase(chance: Seeded): CaseId {
    return chance.pick(chance.chance(0.7) ? this.cases.slice(-3) : this.cases)
  }

  #atSeat(seat: Seat, deed: SeatDeed, chance: Seeded): void {
    const { callers, complain, crossings, door, kind, network, people, platform, spells, time } = this.#hall
    const { said } = people
    const wellDone = (work: Promise<unknown>): void => people.wellDone(seat, work)
    switch (deed.do) {
      case 'report':
        return wellDone(report(seat, deed.further, chance, said).then((id) => (id === null ? 0 : this.cases.push(id))))
      case 'act':
        for (let i = 0; i < deed.times && this.cases.length > 0; i += 1) {
          wellDone(
            act(seat, this.#pickCase(chance), chance.fork(i), said, () =>
              this.#think(chance.chance(0.4) ? 0 : chance.whole(0, kind === 'brief' ? 3_000 : 8_000)),
            ),
          )
        }
        return
      case 'crossing':
        return crossings.begin(seat, this.cases, chance)
      case 'note':
        return this.cases.length === 0 ? undefined : wellDone(note(seat, this.#pickCase(chance), chance, said))
      case 'decide':
        return wellDone(decide(seat, chance, said))
      case 'decide-twice':
        return wellDone(decideTwice(seat, deed.stops, chance, said, () => this.#think(200)))
      case 'weather':
        return spells.forAWhile(deed.forMs, network.befall(seat.id, weathers[deed.weather]))
      case 'lan-weather':
        return this.#lanWeather(seat, deed)
      case 'flapping':
        return spells.forAWhile(deed.forMs, flap(seat.id, network, time))
      case 'cursor-expires':
        door.expireCursor(seat.id)
        return network.breakStreams(seat.id)
      case 'crash':
        return seat.crash(deed.downMs, deed.cache)
      case 'machine-replaced':
        // Had the platform anything from it, the next one would have to go on behind that.
        if (network.hasTold(seat.id)) return
        platform.replaced(seat.id)
        return seat.replace(deed.downMs)
      case 'crash-soon':
        return seat.crashAfter(deed.transactions, deed.downMs, deed.cache)
      case 'restart':
        return wellDone(seat.restart())
      case 'disk-full':
        seat.disk.setFull(deed.file, true)
        return spells.forAWhile(deed.forMs, () => seat.disk.setFull(deed.file, false))
      case 'clock-jump':
        seat.wall.jump(deed.byMs)
        // Somebody is at work just then.
        return this.cases.length === 0 ? undefined : wellDone(note(seat, this.#pickCase(chance), chance, said))
      case 'page-again':
        return wellDone(offerAgain(seat, platform.store, complain))
      case 'strange-page':
        return door.strangePage(seat.id, chance)
      case 'rebuild':
        seat.process?.link.rebuildCache()
        return
      case 'many-callers':
        // Short blocks are many rounds of asking: a seat that has told so many numbers may not have as many again in time.
        return platform.hasShortBlocks ? undefined : wellDone(callers.call(seat))
      case 'draft':
        return wellDone(writeDraft(seat, deed.times, chance))
      case 'attach':
        return wellDone(attach(seat, this.cases.slice(-3), chance, () => this.#think(chance.whole(0, 60))))
      case 'stage-only':
        return wellDone(attach(seat, this.cases.slice(-3), chance, null))
      case 'look-at-file':
        return wellDone(lookAtFile(seat, this.cases.toReversed(), chance))
      case 'row-spoils':
        return wellDone(spoilRow(seat, chance, said))
    }
  }

  #atPlatform(deed: PlatformDeed, chance: Seeded): void {
    const { door, people, platform, seats, snapshots, spells, time } = this.#hall
    switch (deed.do) {
      case 'elsewhere':
        for (let i = 0; i < deed.times; i += 1) {
          actElsewhere(platform, OPENING + Math.floor(time.now), chance.fork(i), people.said)
        }
        return
      case 'race':
        return race(seats, this.cases.at(-1), chance, people)
      case 'platform-stops':
        door.isDown = true
        door.endFeeds()
        return spells.forAWhile(deed.forMs, () => {
          door.isDown = false
        })
      case 'platform-busy':
        platform.busyLane = (lane) => lane.charCodeAt(lane.length - 1) % 2 === 0
        return spells.forAWhile(deed.forMs, () => {
          platform.busyLane = null
        })
      case 'answers-nothing':
        return spells.forAWhile(deed.forMs, door.answerNothing())
      case 'backup':
        return platform.backUp()
      case 'restore':
        if (!platform.restore()) return
        // What the platform has lost waits again, and neighbours hear of it anew.
        if (this.lanCalmSince !== Infinity) this.lanCalmSince = time.now
        return deed.carriesFeeds ? door.carryFeedsOver() : door.endFeeds()
      case 'snapshot':
        snapshots?.begin(platform.store, deed.rows, OPENING)
        return spells.forAWhile(deed.forMs, () => snapshots?.finish(platform.store, OPENING + time.now))
      case 'files-wrong':
        door.files.fault = deed.fault
        return spells.forAWhile(deed.forMs, () => door.files.mend())
      case 'first-rows-wrong':
      case 'first-rows-late':
        door.firstRows.begin(deed, platform.store, OPENING + Math.floor(time.now))
        return spells.forAWhile(deed.forMs, () => door.firstRows.end())
      case 'snapshot-wrong':
        snapshots?.failBy(deed.fault)
        return deed.forMs === null ? undefined : spells.forAWhile(deed.forMs, () => snapshots?.failBy(null))
      case 'rules-change':
        return platform.changeRules(`small-${time.now}`, chance)
      case 'case-leaves':
        return this.#leaves(chance.pickAny(platform.store.cases())?.id)
      case 'newest-with-files-leaves':
        return this.#leaves(this.cases.findLast((id) => (platform.store.case(id)?.attachments.length ?? 0) > 0))
    }
  }

  /** Out of the hall's scope. */
  #leaves(id: CaseId | undefined): void {
    if (id === undefined) return
    this.gone.add(id)
    this.#hall.platform.remove(id)
  }

  #lanWeather(seat: Seat, { weather, forMs }: Extract<SeatDeed, { do: 'lan-weather' }>): void {
    if (this.#hall.lan === null) return
    const undo = this.#hall.lan.befall(seat.id, weather)
    this.lanCalmSince = Infinity
    this.#hall.spells.forAWhile(forMs, () => {
      undo()
      const isCalm = this.#hall.seats.every(({ id }) => this.#hall.lan?.isCalm(id) === true)
      if (isCalm) this.lanCalmSince = this.#hall.time.now
    })
  }

  #think(ms: number): Promise<void> {
    return new Promise((resolve) => this.#hall.time.after(ms, () => resolve()))
  }
}
