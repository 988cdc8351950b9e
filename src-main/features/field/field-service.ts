import type { FieldHit, Movers, Track } from '#shared/contracts/field.contract.ts'
import { distanceM } from '#shared/domain/geometry/distance.ts'
import { isOffGrid, isOnline, presenceOf } from '#shared/domain/patrol/presence.ts'
import type { PatrolRules, Presence } from '#shared/domain/patrol/presence.ts'
import type { Timers } from '#shared/kernel/clock.ts'
import { systemTimers } from '#shared/kernel/clock.ts'
import type { FieldObjectId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { POSITIONS_EVERY_MS, TRACK_SPAN_MS } from '#shared/platform-api/field.ts'
import type { PositionsLine } from '#shared/platform-api/field.ts'
import { positionsReader } from '../../link/positions-reader.ts'
import type { StreamKeeper } from '../../link/stream-keeper.ts'
import type { Hall } from '../hall/index.ts'
import { GridWatch } from './grid-watch.ts'
import { readRoster } from './roster.ts'
import type { FieldObject, Roster } from './roster.ts'
import { TrackRing } from './track-ring.ts'
import type { RingFix } from './track-ring.ts'

/** More objects than any hall has; a platform that names more would only eat the memory. */
const MOST_OBJECTS = 10_000
const MOST_HITS = 20

/** What of the hall it works with. */
export interface FieldHall extends Pick<Hall, 'clock' | 'random'> {
  readonly db: { readonly cache: Pick<Hall['db']['cache'], 'people' | 'vehicles' | 'dutyGrid' | 'gridAt' | 'hallSettings'> }
  readonly client: Pick<Hall['client'], 'positions' | 'track'>
  readonly time: Pick<Hall['time'], 'shown'>
  readonly signals: Pick<Hall['signals'], 'raise' | 'listen'>
}

interface Standing {
  readonly fix: RingFix | null
  readonly state: Presence
  readonly offGridSince: number | null
}

/** Everything that moves, as heard over the positions' own stream. */
export class FieldService {
  readonly #hall: FieldHall
  readonly #timers: Timers
  readonly #reader: StreamKeeper<PositionsLine>
  readonly #grids: GridWatch
  readonly #rings = new Map<FieldObjectId, TrackRing>()
  #roster: Promise<Roster> | null = null
  #isHeard = false
  #asOf: number | null = null
  #announcedMs = -Infinity
  #callOff: (() => void) | null = null

  constructor(hall: FieldHall, onFailure: (where: string, error: unknown) => void, timers: Timers = systemTimers) {
    this.#hall = hall
    this.#timers = timers
    const dutyGridAt = async (lng: number, lat: number): Promise<string | null> =>
      (await hall.db.cache.gridAt(lng, lat))?.dutyGrid ?? null
    this.#grids = new GridWatch(dutyGridAt, (error) => {
      onFailure('duty grids', error)
    })
    const events = {
      heard: (line: PositionsLine) => {
        void this.#heard(line).catch((error: unknown) => {
          onFailure('positions', error)
        })
      },
      lost: () => {
        this.#lost()
      },
      failed: (error: unknown) => {
        onFailure('positions', error)
      },
    }
    this.#reader = positionsReader({ client: hall.client, events, timers, random: hall.random })
    hall.signals.listen((signal) => {
      if (signal === 'reference' || signal === 'field') this.#roster = null
    })
  }

  start(): void {
    this.#reader.start()
  }

  async stop(): Promise<void> {
    this.#callOff?.()
    await this.#reader.stop()
  }

  /** Everybody on the roster, heard of or not; `isPublic`: with what a wall may show of a name. */
  async movers(isPublic: boolean): Promise<Movers> {
    const roster = await this.roster()
    const movers: Movers = {
      ...{ isHeard: this.#isHeard, asOf: this.#asOf },
      ...{ ids: [], kinds: [], names: [], grids: [], lng: [], lat: [], headingDeg: [], at: [], states: [], offGridSince: [] },
    }
    for (const object of roster.objects) {
      const { fix, state, offGridSince } = this.#standing(object, roster.rules)
      movers.ids.push(object.id)
      movers.kinds.push(object.kind)
      movers.names.push(isPublic ? object.publicName : object.name)
      movers.grids.push(object.grid)
      movers.lng.push(fix?.lng ?? null)
      movers.lat.push(fix?.lat ?? null)
      movers.headingDeg.push(fix?.headingDeg ?? null)
      movers.at.push(fix?.at ?? null)
      movers.states.push(state)
      movers.offGridSince.push(offGridSince)
    }
    return movers
  }

  async objects(text: string): Promise<FieldHit[]> {
    const { objects, rules } = await this.roster()
    const wanted = text.trim().toLowerCase()
    return objects
      .filter(({ name, publicName }) => name.toLowerCase().includes(wanted) || publicName.toLowerCase().startsWith(wanted))
      .map((object) => {
        const { fix, state } = this.#standing(object, rules)
        const { id, kind, name, grid } = object
        return { id, kind, name, grid, lng: fix?.lng ?? null, lat: fix?.lat ?? null, at: fix?.at ?? null, state }
      })
      .sort((a, b) => Number(isOnline(b.state)) - Number(isOnline(a.state)))
      .slice(0, MOST_HITS)
  }

  /** What this host has heard itself, and before that what the platform knows. */
  async track(object: FieldObjectId, from: number, to: number): Promise<Result<Track>> {
    if (to < from || to - from > TRACK_SPAN_MS) return refuse('bad-time', 'to')
    const ring = this.#rings.get(object)
    const own = ring?.between(from, to) ?? { at: [], lng: [], lat: [] }
    const since = ring?.since ?? Infinity
    if (since <= from) return ok({ ...own, isComplete: true })
    const asked = await this.#hall.client.track({ object, from, to: Math.min(to, since - 1) })
    if (!asked.ok) return ok({ ...own, isComplete: false })
    const { fixes, next } = asked.value
    return ok({
      at: [...fixes.map(([at]) => at), ...own.at],
      lng: [...fixes.map(([, lng]) => lng), ...own.lng],
      lat: [...fixes.map(([, , lat]) => lat), ...own.lat],
      isComplete: next === null,
    })
  }

  /** Read once, and again after the feed has changed it. */
  roster(): Promise<Roster> {
    const reading = (this.#roster ??= readRoster(this.#hall.db.cache))
    reading.catch(() => {
      this.#roster = null
    })
    return reading
  }

  #standing(object: FieldObject, rules: PatrolRules): Standing {
    const ring = this.#rings.get(object.id)
    const fix = ring?.last() ?? null
    const told = fix === null ? null : { at: fix.at, speedKmh: fix.speedKmh ?? (ring === undefined ? null : speedOf(ring)) }
    const state = presenceOf(told, this.#hall.time.shown(), this.#isHeard, rules)
    const since = this.#grids.outsideSince(object.id)
    const isOff = fix !== null && isOnline(state) && isOffGrid(since, fix.at, rules)
    return { fix, state, offGridSince: isOff ? since : null }
  }

  async #heard({ fixes, time }: PositionsLine): Promise<void> {
    this.#isHeard = true
    this.#asOf = time
    for (const [object, at, lng, lat, headingDeg, speedKmh] of fixes)
      this.#ringOf(object)?.push({ at, lng, lat, headingDeg, speedKmh })
    this.#announce()
    const { byId } = await this.roster()
    for (const [object, at, lng, lat] of fixes) {
      const known = byId.get(object)
      if (known?.kind === 'inspector') this.#grids.note(object, { at, lng, lat, own: known.dutyGrid })
    }
  }

  #lost(): void {
    if (!this.#isHeard) return
    this.#isHeard = false
    this.#hall.signals.raise('movers')
  }

  #ringOf(object: FieldObjectId): TrackRing | undefined {
    const known = this.#rings.get(object)
    if (known !== undefined || this.#rings.size >= MOST_OBJECTS) return known
    const made = new TrackRing()
    this.#rings.set(object, made)
    return made
  }

  /** At most once a second, however fast the platform talks. */
  #announce(): void {
    if (this.#callOff !== null) return
    const waitMs = Math.max(0, this.#announcedMs + POSITIONS_EVERY_MS - this.#hall.clock.monotonicMs())
    this.#callOff = this.#timers.after(waitMs, () => {
      this.#callOff = null
      this.#announcedMs = this.#hall.clock.monotonicMs()
      this.#hall.signals.raise('movers')
    })
  }
}

/** From the newest two fixes, for devices that tell none. */
function speedOf(ring: TrackRing): number | null {
  const [before, last] = [ring.previous(), ring.last()]
  if (before === null || last === null) return null
  return distanceM([before.lng, before.lat], [last.lng, last.lat]) / ((last.at - before.at) / 3_600)
}
