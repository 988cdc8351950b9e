import { describe, expect, it } from 'vitest'
import type { Track } from '#shared/contracts/field.contract.ts'
import { FieldObjectId } from '#shared/kernel/ids.ts'
import type { Mover } from '#renderer/features/field/index.ts'
import { fieldBatch } from './field-batch.ts'
import { trackLines } from './track-line.ts'

const NOW = Date.UTC(2026, 10, 20, 6)
const MINUTE = 60_000
const all = { inspectors: true, vehicles: true, cameras: true }

const mover = (id: string, over: Partial<Mover> = {}): Mover => ({
  id: FieldObjectId.parse(id), kind: id.startsWith('inspector') ? 'inspector' : 'muck-truck', name: '', grid: '', state: 'moving', offGridSince: null,
  fix: { lng: 117, lat: 31, headingDeg: 90, at: NOW - 5_000 },
  ...over,
})
const camera = { id: 'c1', code: '', name: '桃溪路口东', group: null, lng: 117.1, lat: 31.1, headingDeg: 45, viewDeg: 60 }
const drawn = (movers: Mover[], shown = all) => fieldBatch({ movers, cameras: [camera], asOf: NOW }, shown)

describe('the streets on a map', () => {
  it('draws people, vehicles and cameras, each in its own shape', () => {
    const batch = drawn([mover('inspector:2001'), mover('vehicle:v1')])

    expect(batch.ids).toEqual(['camera:c1', 'inspector:2001', 'vehicle:v1'])
    expect(batch.kinds).toEqual(['camera', 'inspector', 'vehicle'])
    expect([...batch.headingDeg]).toEqual([45, 90, 90])
  })

  it.each([
    ['moving', 0], ['still', 0], ['offline', 1], ['stale', 1],
  ] as const)('draws who is %s with the hollow mark %i', (state, hollow) => {
    expect(drawn([mover('inspector:2001', { state })]).stale[1]).toBe(hollow)
  })

  it('leaves out who was never heard of, and who was last heard of more than an hour ago', () => {
    const fix = { lng: 117, lat: 31, headingDeg: null, at: NOW - 61 * MINUTE }

    const batch = drawn([mover('inspector:2001', { fix: null, state: 'unknown' }), mover('inspector:2002', { fix, state: 'offline' })])

    expect(batch.ids).toEqual(['camera:c1'])
  })

  it('shows only what is switched on', () => {
    const movers = [mover('inspector:2001'), mover('vehicle:v1')]

    expect(drawn(movers, { inspectors: false, vehicles: true, cameras: false }).ids).toEqual(['vehicle:v1'])
    expect(drawn(movers, { inspectors: true, vehicles: false, cameras: false }).ids).toEqual(['inspector:2001'])
  })
})

describe('the track of the selected one', () => {
  const track = (...minutes: number[]): Track => ({
    at: minutes.map((minute) => NOW + minute * MINUTE), isComplete: true,
    lng: minutes.map((minute) => 117 + minute / 100), lat: minutes.map(() => 31),
  })

  it('is one line while positions came without a long silence', () => {
    expect(trackLines(track(0, 1, 2))).toEqual([[[117, 31], [117.01, 31], [117.02, 31]]])
  })

  it('is not drawn over a silence: nobody knows which way was taken', () => {
    expect(trackLines(track(0, 1, 9, 10)).map(({ length }) => length)).toEqual([2, 2])
  })

  it('has no line for a lone fix', () => {
    expect(trackLines(track(0, 9, 20, 21)).map(({ length }) => length)).toEqual([2])
    expect(trackLines(track())).toEqual([])
  })
})
