import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { cacheFile } from '../cache/open-cache.ts'
import { openForReading } from '../driver.ts'
import { indexPoints, toGridX, toGridY } from './point-index.ts'
import type { Points } from './point-index.ts'
import { pointsOf } from './point-tiles.ts'
import { readPoints } from './read-points.ts'
import { EXTENT } from './tile-box.ts'
import type { Tile } from './tile-box.ts'

const CELL_UNITS = 16

function columns(places: readonly (readonly [x: number, y: number])[]): Points {
  return {
    rids: Float64Array.from(places, (_, i) => i + 1),
    x: Uint32Array.from(places, ([x]) => x),
    y: Uint32Array.from(places, ([, y]) => y),
  }
}

/** Every point of a tile, found by looking at each of them. */
function naive({ rids, x, y }: Points, tile: Tile): { rid: number; x: number; y: number }[] {
  const side = 2 ** (32 - tile.z)
  return [...rids].flatMap((rid, i) => {
    const [left, top] = [x[i]! / side - tile.x, y[i]! / side - tile.y]
    const isInside = left >= 0 && left < 1 && top >= 0 && top < 1
    return isInside ? [{ rid, x: Math.floor(left * EXTENT), y: Math.floor(top * EXTENT) }] : []
  })
}

const cellOf = (x: number, y: number): string => `${Math.floor(x / CELL_UNITS)}/${Math.floor(y / CELL_UNITS)}`
const found = (points: Points, tile: Tile) => {
  const { rids, x, y } = pointsOf(indexPoints(points), tile)
  return Array.from(rids, (rid, i) => ({ rid, x: x[i]!, y: y[i]! })).sort((a, b) => a.rid - b.rid)
}

const last = 2 ** 32 - 1
const town = fc.integer({ min: 3_000_000_000, max: 3_000_200_000 })
const coordinate = fc.oneof(fc.integer({ min: 0, max: last }), town, fc.constantFrom(0, 2 ** 31, 2 ** 31 - 1, last))
const places = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 200 })
function tileAround(points: Points, i: number, z: number): Tile {
  const side = 2 ** (32 - z)
  return { z, x: Math.floor(points.x[i]! / side), y: Math.floor(points.y[i]! / side) }
}

/** A tile that holds one of the points, or any. */
const aTile = fc.tuple(fc.integer({ min: 0, max: 22 }), fc.nat(), fc.nat(), fc.nat())
function tileOf(points: Points, [z, pick, x, y]: readonly [number, number, number, number]): Tile {
  if (points.rids.length === 0 || pick % 3 === 0) return { z, x: x % 2 ** z, y: y % 2 ** z }
  return tileAround(points, pick % points.rids.length, z)
}

describe('a tile out of the flat index', () => {
  it('holds the points that looking at each of them finds, at the same place', () => {
    fc.assert(fc.property(places, aTile, (list, asked) => {
      const points = columns(list)
      const tile = tileOf(points, [Math.max(15, asked[0]), asked[1], asked[2], asked[3]])

      expect(found(points, tile)).toEqual(naive(points, tile))
    }), { numRuns: 300 })
  })

  it('shows a point in each square of two pixels that has any, and in no other, where it is thinned', () => {
    fc.assert(fc.property(places, aTile, (list, asked) => {
      const points = columns(list)
      const tile = tileOf(points, [asked[0] % 15, asked[1], asked[2], asked[3]])

      const shown = found(points, tile).map(({ x, y }) => cellOf(x, y))

      expect(new Set(shown)).toEqual(new Set(naive(points, tile).map(({ x, y }) => cellOf(x, y))))
      expect(new Set(shown).size).toBe(shown.length)
    }), { numRuns: 300 })
  })

  it('has its points at the borders: each stands in exactly one tile of a zoom, inside its edges', () => {
    fc.assert(fc.property(places, fc.integer({ min: 15, max: 20 }), (list, z) => {
      const points = columns(list)
      const index = indexPoints(points)
      const tiles = new Map([...points.rids].map((_, i) => tileAround(points, i, z)).map((tile) => [`${tile.x}/${tile.y}`, tile]))

      const all = [...tiles.values()].map((tile) => pointsOf(index, tile))

      expect(all.flatMap(({ rids }) => [...rids]).sort((a, b) => a - b)).toEqual([...points.rids])
      for (const unit of all.flatMap(({ x, y }) => [...x, ...y])) expect(unit >= 0 && unit < EXTENT).toBe(true)
    }), { numRuns: 100 })
  })

  it('shows the same points of a square whatever order they were stored in', () => {
    fc.assert(fc.property(places, aTile, (list, asked) => {
      const [points, reversed] = [columns(list), columns(list.toReversed())]
      const tile = tileOf(points, asked)
      const placesOf = (of: Points) => found(of, tile).map(({ x, y }) => `${x}/${y}`).sort()

      expect(placesOf(points)).toEqual(placesOf(reversed))
    }))
  })
})

describe('the whole earth', () => {
  it('fits: what lies beyond the map stands on its edge', () => {
    const edge = 2 ** 32 - 1

    expect([toGridX(-180), toGridX(180), toGridY(90), toGridY(-90), toGridX(999)]).toEqual([0, edge, 0, edge, edge])
    expect(toGridY(0)).toBe(2 ** 31)
  })
})

describe('the points of a spatial index', () => {
  it('read from its leaves are those that SQL gives, after any changes', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    const db = openForReading(cacheFile(seat.dataDir))
    const who = { grid: null, department: null, owner: null, keeper: null, changedOn: null }
    const row = { ...who, classCode: 'C0101', name: '路灯', state: 'intact' }
    const put = (n: number, lng: number, ver: number): void => {
      const code = String(3_415_230_100_000_000 + n)
      platform.put('component', code, { ...row, code, lng, lat: 31.46 - n * 1e-5 }, ver)
    }
    const points = db.prepare<[], { rid: number; west: number; south: number }>(
      'SELECT rid, west, south FROM component_at ORDER BY rid',
    )
    const bySql = () => points.all().map(({ rid, west, south }) => [rid, toGridX(west / 1e7), toGridY(south / 1e7)])
    const byLeaves = () => {
      const { rids, x, y } = readPoints(db, 'component_at')
      return [...rids].map((rid, i) => [rid, x[i], y[i]]).sort((a, b) => a[0]! - b[0]!)
    }
    expect(byLeaves()).toEqual([])

    // More than one leaf holds, then some of them gone and some elsewhere.
    for (let n = 0; n < 600; n += 1) put(n, 116.95 + n * 1e-5, 1)
    seat.read(platform)
    expect(byLeaves()).toEqual(bySql())
    for (let n = 0; n < 600; n += 3) platform.put('component', String(3_415_230_100_000_000 + n), null, 2)
    for (let n = 1; n < 600; n += 3) put(n, -116.95 + n * 1e-5, 2)
    seat.read(platform)

    expect(byLeaves()).toEqual(bySql())
    expect(byLeaves()).toHaveLength(400)
    db.close()
    seat.close()
  })
})
