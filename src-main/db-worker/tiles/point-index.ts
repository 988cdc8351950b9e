// Points in Morton order (along a Z curve through web mercator): the points of any tile of any zoom stand side by side, and
// which of them are the first of their cell is one comparison with a number made when the index was built. ADR 006.
import type { Tile } from './tile-box.ts'

/** Columns before sorting; web mercator as whole numbers of 2^-32 of the world, from west and from north. */
export interface Points {
  readonly rids: Float64Array
  readonly x: Uint32Array
  readonly y: Uint32Array
}

export interface PointIndex extends Points {
  /** How many levels of the quadtree a point shares with the one before it: 0 to 32. */
  readonly shared: Uint8Array
}

/** Degrees to the index's numbers; what lies beyond the map is put on its edge. */
export function toGridX(lng: number): number {
  return clamped(((lng + 180) / 360) * 2 ** 32)
}

export function toGridY(lat: number): number {
  const sin = Math.sin((lat * Math.PI) / 180)
  return clamped((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** 32)
}

function clamped(value: number): number {
  return Math.min(2 ** 32 - 1, Math.max(0, Math.floor(value)))
}

export function indexPoints({ rids, x, y }: Points): PointIndex {
  const order = mortonOrder(x, y)
  const count = order.length
  const sorted = { rids: new Float64Array(count), x: new Uint32Array(count), y: new Uint32Array(count) }
  for (let i = 0; i < count; i += 1) {
    const row = order[i] ?? 0
    sorted.rids[i] = rids[row] ?? 0
    sorted.x[i] = x[row] ?? 0
    sorted.y[i] = y[row] ?? 0
  }
  return { ...sorted, shared: sharedLevels(sorted) }
}

function sharedLevels({ x, y }: Points): Uint8Array {
  const shared = new Uint8Array(x.length)
  for (let i = 1; i < x.length; i += 1) {
    // The highest bit in which either coordinate differs.
    shared[i] = Math.clz32(((x[i] ?? 0) ^ (x[i - 1] ?? 0)) | ((y[i] ?? 0) ^ (y[i - 1] ?? 0)))
  }
  return shared
}

/** The points of a tile: from `begin` to before `end`. */
export function rangeOf({ x, y }: PointIndex, tile: Tile): { readonly begin: number; readonly end: number } {
  if (tile.z === 0) return { begin: 0, end: x.length }
  const down = 32 - tile.z
  const first = (isBefore: (column: number, row: number) => boolean): number => {
    let [low, high] = [0, x.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore((x[middle] ?? 0) >>> down, (y[middle] ?? 0) >>> down)) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    begin: first((column, row) => isMortonLess(column, row, tile.x, tile.y)),
    end: first((column, row) => !isMortonLess(tile.x, tile.y, column, row)),
  }
}

/** The coordinate with the highest differing bit decides; the row's bits stand above the column's. */
function isMortonLess(ax: number, ay: number, bx: number, by: number): boolean {
  const [dx, dy] = [(ax ^ bx) >>> 0, (ay ^ by) >>> 0]
  const isColumnHigher = dy < dx && dy < (dx ^ dy) >>> 0
  return isColumnHigher ? ax < bx : ay < by
}

/** Eight bits of the row and eight of the column, in turn. */
const DIGITS = 2 ** 16
const DIGIT_LEVELS = 8
const LEVELS = 32

/** Row numbers in Morton order: four passes over digits of 16 bits, the lowest first. */
function mortonOrder(x: Uint32Array, y: Uint32Array): Uint32Array {
  const count = x.length
  let order = new Uint32Array(count)
  for (let row = 0; row < count; row += 1) order[row] = row
  let next = new Uint32Array(count)
  const digits = new Uint16Array(count)
  for (let shift = 0; shift < LEVELS; shift += DIGIT_LEVELS) {
    for (let row = 0; row < count; row += 1)
      digits[row] = spread((x[row] ?? 0) >>> shift) | (spread((y[row] ?? 0) >>> shift) << 1)
    const starts = digitStarts(digits)
    // All in one town: the high digits are the same everywhere.
    if (starts === null) continue
    for (let i = 0; i < count; i += 1) {
      const row = order[i] ?? 0
      const digit = digits[row] ?? 0
      const place = starts[digit] ?? 0
      next[place] = row
      starts[digit] = place + 1
    }
    ;[order, next] = [next, order]
  }
  return order
}

/** Where the rows of each digit begin; null when all have the same. */
function digitStarts(digits: Uint16Array): Uint32Array | null {
  const starts = new Uint32Array(DIGITS)
  for (let row = 0; row < digits.length; row += 1) {
    const digit = digits[row] ?? 0
    starts[digit] = (starts[digit] ?? 0) + 1
  }
  let sum = 0
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const count = starts[digit] ?? 0
    if (count === digits.length) return null
    starts[digit] = sum
    sum += count
  }
  return starts
}

/** The lowest eight bits with a gap after each. */
function spread(value: number): number {
  const halves = value & 0xff
  const pairs = (halves | (halves << 4)) & 0x0f0f
  const bits = (pairs | (pairs << 2)) & 0x3333
  return (bits | (bits << 1)) & 0x5555
}
