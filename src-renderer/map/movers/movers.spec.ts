import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moverBatch } from './mover-batch.ts'
import type { MoverRow } from './mover-batch.ts'
import { nearest, relativeTo, screenOf } from './mover-pick.ts'
import { CAMERA_VIEW, RING, spriteOf } from './mover-sprites.ts'
import { MoverTracks, STRIDE } from './mover-tracks.ts'
import type { Packed } from './mover-tracks.ts'

const [LNG, LAT] = [116.95, 31.46]
const METRE = 1 / 95_000
const inspector = (id: string, east = 0, more: Partial<MoverRow> = {}): MoverRow => ({
  id, kind: 'inspector', lng: LNG + east * METRE, lat: LAT, headingDeg: 90, isStale: false, ...more,
})
const sprite = ({ floats }: Packed, instance: number): number => floats[instance * STRIDE + 6]!
const headingOf = ({ floats }: Packed, instance: number): number =>
  Math.round((Math.atan2(floats[instance * STRIDE + 4]!, floats[instance * STRIDE + 5]!) * 180) / Math.PI)

describe('an inspector between two fixes', () => {
  const [first, second] = [moverBatch([inspector('1')]), moverBatch([inspector('1', 100)])]

  it('is drawn on the way to the newest fix and never beyond it', () => {
    const tracks = new MoverTracks(1_000)
    tracks.set(first, 0)
    const start = tracks.drawnAt(0).x[0]!

    tracks.set(second, 5_000)

    const end = (second.lng[0]! + 180) / 360
    expect(tracks.drawnAt(5_000).x[0]).toBe(start)
    expect(tracks.drawnAt(5_500).x[0]).toBeCloseTo((start + end) / 2, 12)
    expect(tracks.drawnAt(6_000).x[0]).toBe(end)
    expect(tracks.drawnAt(99_000).x[0]).toBe(end)
  })

  it('goes on from where it is drawn when the next fix comes early', () => {
    const tracks = new MoverTracks(1_000)
    tracks.set(first, 0)
    tracks.set(second, 0)
    const halfway = tracks.drawnAt(500).x[0]

    tracks.set(moverBatch([inspector('1', 20)]), 500)

    expect(tracks.drawnAt(500).x[0]).toBe(halfway)
  })

  it.each([
    ['motion is reduced', 0, second],
    ['its fix is no longer known to be true', 1_000, moverBatch([inspector('1', 100, { isStale: true })])],
    ['nobody walks that far', 1_000, moverBatch([inspector('1', 900)])],
    ['it was not there before', 1_000, moverBatch([inspector('2', 100)])],
  ])('jumps where %s', (_, glideMs, next) => {
    const tracks = new MoverTracks(glideMs)
    tracks.set(first, 0)

    tracks.set(next, 0)

    expect(tracks.drawnAt(1).x[0]).toBe((next.lng[0]! + 180) / 360)
  })

  it('is where the batch says, whatever the order of the rows', () => {
    const place = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), east: fc.integer({ min: 0, max: 200 }) })
    const rows = fc.uniqueArray(place, { selector: ({ id }) => id, maxLength: 4 })
    fc.assert(fc.property(fc.array(rows, { minLength: 1, maxLength: 5 }), (batches) => {
      const tracks = new MoverTracks(1_000)
      const rowsOf = (batch: { id: string; east: number }[]): MoverRow[] => batch.map(({ id, east }) => inspector(id, east))
      for (const [i, batch] of batches.entries()) tracks.set(moverBatch(rowsOf(batch)), i * 300)

      const drawn = tracks.drawnAt(1e9)

      const last = batches.at(-1)!
      expect([...drawn.x]).toEqual(last.map(({ east }) => (LNG + east * METRE + 180) / 360))
      for (const x of tracks.drawnAt(batches.length * 300).x) expect(x).toBeLessThanOrEqual((LNG + 200 * METRE + 180) / 360)
    }))
  })
})

describe('what is drawn', () => {
  it('is nothing new when the batch says what is known', () => {
    const tracks = new MoverTracks(0)
    const unknown = (): MoverRow[] => [inspector('1', 0, { headingDeg: null })]

    expect(tracks.set(moverBatch(unknown()), 0)).toBe(true)
    expect(tracks.set(moverBatch(unknown()), 1)).toBe(false)
    expect(tracks.set(moverBatch([inspector('1')]), 2)).toBe(true)
    expect(tracks.set(moverBatch([]), 3)).toBe(true)
  })

  it('is people over vehicles over cameras over their views, the ring of the marked one lowest', () => {
    const tracks = new MoverTracks(0)
    const camera = inspector('3', 0, { kind: 'camera', headingDeg: 45 })
    tracks.set(moverBatch([inspector('1'), inspector('2', 0, { kind: 'vehicle', isStale: true }), camera]), 0)

    const packed = tracks.pack('1')

    const stale = 2 * spriteOf('vehicle', true) + 1
    const order = [2 * RING, 2 * CAMERA_VIEW, 2 * spriteOf('camera', true), stale, 2 * spriteOf('inspector', true)]
    expect(Array.from({ length: packed.count }, (_, i) => sprite(packed, i))).toEqual(order)
    expect([1, 2, 3, 4].map((instance) => headingOf(packed, instance))).toEqual([45, 0, 90, 90])
  })

  it('points nowhere when nobody knows the heading', () => {
    const tracks = new MoverTracks(0)
    const still = { headingDeg: null }
    tracks.set(moverBatch([inspector('1', 0, still), inspector('3', 0, { ...still, kind: 'camera' })]), 0)

    const packed = tracks.pack('9')

    expect(packed.count).toBe(2)
    expect(sprite(packed, 1)).not.toBe(2 * spriteOf('inspector', true))
  })

  it('loses no centimetre to 32 bits', () => {
    const tracks = new MoverTracks(0)
    tracks.set(moverBatch([inspector('1'), inspector('2', 20_000)]), 0)

    const { floats, origin } = tracks.pack(null)

    expect(Math.abs(origin[0] + floats[STRIDE]! - (LNG + 20_000 * METRE + 180) / 360) * 40_075_017).toBeLessThan(0.01)
  })
})

describe('a finger on the map', () => {
  // West to east over 1,000 px, north to south over 500.
  const matrix = [2, 0, 0, 0, 0, -2, 0, 0, 0, 0, 1, 0, -1, 1, 0, 1]
  const project = (x: number, y: number): readonly [number, number] => screenOf(matrix, x, y, 1_000, 500)
  const drawn = { ids: ['a', 'b'], x: Float64Array.of(0.5, 0.51), y: Float64Array.of(0.5, 0.5) }

  it('takes the nearest within reach and nobody else', () => {
    expect(project(0.5, 0.5)).toEqual([500, 250])
    expect(nearest(drawn, { x: 504, y: 250 }, 12, project)).toBe('a')
    expect(nearest(drawn, { x: 507, y: 250 }, 12, project)).toBe('b')
    expect(nearest(drawn, { x: 540, y: 250 }, 12, project)).toBeNull()
  })

  it('meets what the card draws', () => {
    const moved = relativeTo(matrix, [0.5, 0.25])

    const [left, top] = screenOf(moved, 0.01, 0.25, 1_000, 500)

    expect([Math.round(left), Math.round(top)]).toEqual([510, 250])
  })
})
