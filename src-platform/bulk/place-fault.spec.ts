import { describe, expect, it } from 'vitest'
import { findPlaceFault } from './place-fault.ts'

const ring = [
  [117, 31],
  [117.001, 31],
  [117.001, 31.001],
  [117, 31],
]
const area = (...rings: unknown[]) => ({ geometry: { type: 'Polygon', coordinates: rings } })

describe('places of a row', () => {
  it.each([
    ['a point', { lng: 117, lat: 31 }],
    ['no point', { lng: null, lat: null }],
    ['a closed area with a hole', area(ring, ring)],
    ['areas', { geometry: { type: 'MultiPolygon', coordinates: [[ring], [ring]] } }],
    ['a line, which stays open', { geometry: { type: 'LineString', coordinates: ring.slice(0, 2) } }],
    ['a box', { bbox: [117, 31, 118, 32], bounds: [-180, -90, 180, 90], center: [0, 0] }],
    ['none', { name: 'lng' }],
  ])('are good: %s', (_, row) => {
    expect(findPlaceFault(row)).toBeNull()
  })

  it.each([
    ['latitude first', { lng: 31, lat: 117 }],
    ['metres', { lng: 500_000, lat: 3_480_000 }],
    ['beyond all numbers', { lng: 1e308, lat: 31 }],
    ['a box elsewhere', { bbox: [117, 91, 118, 32] }],
    ['an area in metres', area(ring.map(([x = 0, y = 0]) => [x * 1e4, y]))],
    ['an open area', area(ring.slice(0, -1))],
    ['an open hole', area(ring, ring.slice(0, -1))],
  ])('are refused: %s', (_, row) => {
    expect(findPlaceFault(row)).not.toBeNull()
  })
})
