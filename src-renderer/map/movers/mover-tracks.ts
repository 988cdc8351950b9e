// Where every mover is drawn at a moment: from where it was drawn when the newest batch came, at most to the newest fix.
import { mercatorX, mercatorY, moverKinds } from './mover-batch.ts'
import type { MoverBatch } from './mover-batch.ts'
import { CAMERA_VIEW, RING, spriteOf, turns } from './mover-sprites.ts'

/** Numbers per instance: from x y, to x y, sine and cosine of the heading, picture. */
export const STRIDE = 7
/** Farther than this nobody walked between two fixes: the symbol jumps. Share of the world's width, about 300 m. */
const FARTHEST_GLIDE = 300 / 40_075_017

export interface Packed {
  /** `STRIDE` numbers for each instance, positions relative to the origin so that 32 bits are enough. */
  readonly floats: Float32Array
  readonly count: number
  /** Web mercator. */
  readonly origin: readonly [x: number, y: number]
}

/** Columns of where each is drawn, web mercator. */
export interface Drawn {
  readonly ids: readonly string[]
  readonly x: Float64Array
  readonly y: Float64Array
}

const nobody: MoverBatch = {
  ids: [], kinds: [], lng: new Float64Array(), lat: new Float64Array(), headingDeg: new Float32Array(), stale: new Uint8Array(),
}

export class MoverTracks {
  readonly #glideMs: number
  #batch = nobody
  #rows = new Map<string, number>()
  #from: Drawn = { ids: [], x: new Float64Array(), y: new Float64Array() }
  #to = this.#from
  #since = 0

  /** `glideMs` 0: every symbol jumps. */
  constructor(glideMs: number) {
    this.#glideMs = glideMs
  }

  /** Takes a batch that came at a monotonic instant; false when it says what is known already. */
  set(batch: MoverBatch, nowMs: number): boolean {
    if (isSame(this.#batch, batch)) return false
    const drawn = this.drawnAt(nowMs)
    const to: Drawn = { ids: batch.ids, x: batch.lng.map(mercatorX), y: batch.lat.map(mercatorY) }
    this.#from = this.#glideMs === 0 ? to : this.#startOf(batch, to, drawn)
    this.#to = to
    this.#since = nowMs
    this.#batch = batch
    this.#rows = new Map(batch.ids.map((id, row) => [id, row]))
    return true
  }

  #startOf({ ids, stale }: MoverBatch, to: Drawn, drawn: Drawn): Drawn {
    const [x, y] = [to.x.slice(), to.y.slice()]
    for (const [row, id] of ids.entries()) {
      const known = this.#rows.get(id)
      const [oldX, oldY] = known === undefined ? [undefined, undefined] : [drawn.x[known], drawn.y[known]]
      if (oldX === undefined || oldY === undefined || stale[row] === 1) continue
      if (Math.hypot((to.x[row] ?? 0) - oldX, (to.y[row] ?? 0) - oldY) > FARTHEST_GLIDE) continue
      x[row] = oldX
      y[row] = oldY
    }
    return { ids, x, y }
  }

  /** 0 at the start of a glide, 1 when every symbol stands on its newest fix. */
  progressAt(nowMs: number): number {
    if (this.#from === this.#to) return 1
    return Math.min(1, Math.max(0, (nowMs - this.#since) / this.#glideMs))
  }

  drawnAt(nowMs: number): Drawn {
    const share = this.progressAt(nowMs)
    if (share === 1) return this.#to
    const { x, y } = this.#from
    const mix = (start: number | undefined, end: number): number => (start ?? end) * (1 - share) + end * share
    return { ids: this.#to.ids, x: this.#to.x.map((end, i) => mix(x[i], end)), y: this.#to.y.map((end, i) => mix(y[i], end)) }
  }

  /** Instances in drawing order: views, cameras, vehicles, people, and the ring of the marked one under its symbol. */
  pack(markedId: string | null): Packed {
    const { ids, kinds, headingDeg, stale } = this.#batch
    const origin: readonly [number, number] = [this.#to.x[0] ?? 0, this.#to.y[0] ?? 0]
    const floats = new Float32Array((2 * ids.length + 1) * STRIDE)
    let count = 0
    const add = (row: number, sprite: number, degrees: number): void => {
      const turn = (degrees * Math.PI) / 180
      const at = (column: Float64Array, axis: 0 | 1): number => (column[row] ?? 0) - origin[axis]
      const place = [at(this.#from.x, 0), at(this.#from.y, 1), at(this.#to.x, 0), at(this.#to.y, 1)]
      floats.set([...place, Math.sin(turn), Math.cos(turn), 2 * sprite + (stale[row] ?? 0)], count * STRIDE)
      count += 1
    }
    const marked = markedId === null ? undefined : this.#rows.get(markedId)
    if (marked !== undefined) add(marked, RING, 0)
    for (const [row, kind] of kinds.entries()) {
      const heading = headingDeg[row] ?? Number.NaN
      if (kind === 'camera' && !Number.isNaN(heading)) add(row, CAMERA_VIEW, heading)
    }
    for (const drawn of moverKinds.toReversed()) {
      for (const [row, kind] of kinds.entries()) {
        if (kind !== drawn) continue
        const heading = headingDeg[row] ?? Number.NaN
        const hasHeading = !Number.isNaN(heading)
        add(row, spriteOf(kind, hasHeading), hasHeading && turns(kind) ? heading : 0)
      }
    }
    return { floats: floats.subarray(0, count * STRIDE), count, origin }
  }
}

function isSame(a: MoverBatch, b: MoverBatch): boolean {
  if (a === b) return true
  if (a.ids.length !== b.ids.length) return false
  for (let row = 0; row < a.ids.length; row += 1) {
    if (a.ids[row] !== b.ids[row] || a.kinds[row] !== b.kinds[row] || a.stale[row] !== b.stale[row]) return false
    // `Object.is`: an unknown heading is NaN.
    if (a.lng[row] !== b.lng[row] || a.lat[row] !== b.lat[row] || !Object.is(a.headingDeg[row], b.headingDeg[row])) return false
  }
  return true
}
