// Inspectors on foot and vehicles on the roads, and where they tell the platform they are.
import { diceFor } from '../dice.ts'
import { isPatrolTime } from '../report/problem-report.ts'
import type { SceneRows } from '../scene/scene-rows.ts'
import type { Position } from '#shared/domain/geometry/geometry.ts'
import type { VehicleRow } from '#shared/platform-api/field-rows.ts'
import type { z } from '#shared/kernel/zod.ts'
import type { PositionsRequest } from '#shared/platform-api/field.ts'
import { roadGraph } from './road-graph.ts'
import { Traveller } from './traveller.ts'

export type FixToSend = z.input<typeof PositionsRequest>['fixes'][number]

interface Mover {
  readonly object: string
  readonly traveller: Traveller
  readonly speedMs: number
  readonly isPatrol: boolean
}

const WALKING_MS = [0.9, 1.4] as const
/** Metres a second; sweepers and sprinklers crawl. */
const drivingMs: Readonly<Record<VehicleRow['kind'], readonly [number, number]>> = {
  'muck-truck': [6, 10],
  'sweeper': [2, 3.5],
  'sprinkler': [3, 5],
  'patrol': [5, 9],
}

export class Movement {
  readonly #movers: readonly Mover[]
  readonly #offsetMinutes: number
  #movedTo: number | null = null

  constructor(rows: SceneRows, seed: number) {
    const graph = roadGraph(rows)
    this.#offsetMinutes = rows.settings.zoneOffsetMinutes
    const mover = (object: string, dutyGrid: string | null, [slow, fast]: readonly [number, number]): Mover => {
      const dice = diceFor('mover', seed, object)
      const traveller = new Traveller(graph, dice, dutyGrid)
      return { object, traveller, speedMs: dice.between(slow, fast), isPatrol: object.startsWith('inspector:') }
    }
    const inspectors = rows.people.filter(({ active, posts }) => active && posts.includes('inspector'))
    this.#movers =
      graph.points.length === 0
        ? []
        : [
            ...inspectors.map(({ id, dutyGrid }) => mover(`inspector:${id}`, dutyGrid ?? dutyGridOf(id, rows), WALKING_MS)),
            ...rows.vehicles.map(({ id, kind }) => mover(`vehicle:${id}`, null, drivingMs[kind])),
          ]
  }

  /** Everybody goes on to this instant of the town; inspectors only while they are out. */
  moveTo(town: number): void {
    const seconds = this.#movedTo === null ? 0 : Math.max(0, (town - this.#movedTo) / 1_000)
    this.#movedTo = town
    for (const { traveller, speedMs, isPatrol } of this.#movers)
      if (!isPatrol || isPatrolTime(town, this.#offsetMinutes)) traveller.walk(speedMs * seconds)
  }

  /** Positions of all who are out, at the real time `at`. */
  fixes(town: number, at: number): FixToSend[] {
    const out = this.#movers.filter(({ isPatrol }) => !isPatrol || isPatrolTime(town, this.#offsetMinutes))
    return out.flatMap(({ object, traveller, speedMs }): FixToSend[] => {
      const { place } = traveller
      if (place === undefined) return []
      const [lng, lat] = place.point
      return [{ object, at, lng, lat, headingDeg: place.headingDeg, speedKmh: Math.round(speedMs * 36) / 10 }]
    })
  }

  whereIs(inspector: string): Position | undefined {
    return this.#movers.find(({ object }) => object === `inspector:${inspector}`)?.traveller.place?.point
  }
}

function dutyGridOf(inspector: string, { dutyGrids }: SceneRows): string | null {
  return dutyGrids.find(({ inspectors }) => inspectors.some((id) => id === inspector))?.code ?? null
}
