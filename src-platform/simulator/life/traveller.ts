import type { Position } from '#shared/domain/geometry/geometry.ts'
import type { Dice } from '../dice.ts'
import type { RoadGraph, RoadPiece } from './road-graph.ts'

export interface Place {
  readonly point: Position
  /** Clockwise from north. */
  readonly headingDeg: number
}

/** Longest way in one go, whatever the speed of the town: beyond it nobody can tell where it led. */
const FARTHEST_M = 20_000

/**
 * Somebody who goes along the roads without an end, rather where he has not been for long than back where he came from, rather
 * along main roads, and within his duty grid if he has one.
 */
export class Traveller {
  readonly #graph: RoadGraph
  readonly #dice: Dice
  readonly #dutyGrid: string | null
  readonly #passes = new Map<string, number>()
  #from: number
  #piece: RoadPiece | undefined
  #doneM = 0

  constructor(graph: RoadGraph, dice: Dice, dutyGrid: string | null) {
    this.#graph = graph
    this.#dice = dice
    this.#dutyGrid = dutyGrid
    const own = graph.points.flatMap((_, node) => (this.#isOwn(node) && graph.pieces[node]?.length ? [node] : []))
    this.#from = own.length > 0 ? dice.pick(own) : dice.whole(0, Math.max(0, graph.points.length - 1))
    this.#piece = this.#choose(null)
  }

  walk(metres: number): void {
    for (let leftM = Math.min(metres, FARTHEST_M); leftM > 0 && this.#piece !== undefined;) {
      const aheadM = this.#piece.lengthM - this.#doneM
      if (leftM < aheadM) {
        this.#doneM += leftM
        return
      }
      leftM -= aheadM
      this.#turn(this.#piece)
    }
  }

  /** Where he is; undefined in a town without roads. */
  get place(): Place | undefined {
    const start = this.#graph.points[this.#from]
    const end = this.#piece === undefined ? start : this.#graph.points[this.#piece.to]
    if (start === undefined || end === undefined) return undefined
    const share = this.#piece === undefined ? 0 : this.#doneM / this.#piece.lengthM
    const point: Position = [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share]
    return { point, headingDeg: headingOf(start, end) }
  }

  #turn(piece: RoadPiece): void {
    const came = this.#from
    this.#passes.set(roadKey(came, piece.to), (this.#passes.get(roadKey(came, piece.to)) ?? 0) + 1)
    this.#from = piece.to
    this.#doneM = 0
    this.#piece = this.#choose(came)
  }

  #choose(came: number | null): RoadPiece | undefined {
    const open = this.#graph.pieces[this.#from] ?? []
    const ahead = open.filter(({ to }) => to !== came)
    const own = ahead.filter(({ to }) => this.#isOwn(to))
    const choices = own.length > 0 ? own : open.some(({ to }) => to === came) ? open.filter(({ to }) => to === came) : ahead
    // Five passes of a main road for four of a minor one, as the patrol rule has it (domain-facts 5).
    const weigh = (piece: RoadPiece): number =>
      (this.#passes.get(roadKey(this.#from, piece.to)) ?? 0) * (piece.isMain ? 4 : 5) + this.#dice.next()
    return choices.toSorted((a, b) => a.to - b.to).reduce<{ piece?: RoadPiece; weight: number }>(
      (best, piece) => {
        const weight = weigh(piece)
        return weight < best.weight ? { piece, weight } : best
      },
      { weight: Infinity },
    ).piece
  }

  #isOwn(node: number): boolean {
    return this.#dutyGrid === null || this.#graph.dutyGrids[node] === this.#dutyGrid
  }
}

const roadKey = (a: number, b: number): string => (a < b ? `${String(a)}-${String(b)}` : `${String(b)}-${String(a)}`)

function headingOf(start: Position, end: Position): number {
  const east = (end[0] - start[0]) * Math.cos((start[1] * Math.PI) / 180)
  const degrees = (Math.atan2(east, end[1] - start[1]) * 180) / Math.PI
  return Math.round((degrees + 360) % 360)
}
