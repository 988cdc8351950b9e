import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { GridProfile } from './grid-profile.ts'
import { readZones } from './zones.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-zones-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Ring = [number, number][]

const square: Ring = [
  [117, 31],
  [117.001, 31],
  [117.001, 31.001],
  [117, 31.001],
  [117, 31],
]
const good = { code: '341523001001001' }
const feature = (coordinates: unknown, properties: object = good, type = 'Polygon'): object => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
})

async function read(features: readonly unknown[], profile: object = {}) {
  const path = join(folder, 'grids.geojson')
  await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features }))
  return readZones(path, GridProfile.parse({ code: '{code}', areaGrade: 'A', ...profile }))
}

const otherCode = { code: '341523001001002' }
const at = (...points: Ring): unknown => [points]

describe('a layer of zones', () => {
  it.each([
    [
      'an outline that is not closed',
      feature(at([117, 31], [117.001, 31], [117.001, 31.001], [117, 31.001]), otherCode),
      'bad-coordinate',
      'not closed',
    ],
    [
      'an outline that crosses itself',
      feature(at([117, 31], [117.001, 31.001], [117.001, 31], [117, 31.001], [117, 31]), otherCode),
      'bad-coordinate',
      'crosses itself',
    ],
    [
      'an outline without width',
      feature(at([117, 31], [117.001, 31], [117.002, 31], [117, 31]), otherCode),
      'bad-coordinate',
      'encloses nothing',
    ],
    ['a point', feature([117, 31], otherCode, 'Point'), 'bad-coordinate', 'Point where a Polygon'],
    ['no geometry', { type: 'Feature', properties: otherCode, geometry: null }, 'bad-coordinate', 'no geometry'],
    [
      'latitude first',
      feature(at([31, 117], [31, 117.1], [31.1, 117.1], [31, 117]), otherCode),
      'bad-coordinate',
      'changed round?',
    ],
    ['nonsense', 'nonsense', 'bad-coordinate', 'not a feature'],
    ['a code of 14 digits', feature([square], { code: '34152300100100' }), 'bad-grid-code', '15 digits expected'],
    ['a code with letters', feature([square], { code: '34152300100100X' }), 'bad-grid-code', '15 digits expected'],
    ['no code', feature([square], {}), 'bad-grid-code', '15 digits expected'],
  ])('names the feature with %s and keeps the others', async (_, bad, code, words) => {
    const zones = unwrap(await read([bad, feature([square])]))

    expect(zones.rows.map(({ line, row }) => [line, row.code])).toEqual([[1, good.code]])
    expect(zones.refused).toMatchObject([{ line: 0, why: { code } }])
    expect(zones.refused[0]?.why.detail).toContain(words)
  })

  it('takes outlines that touch themselves, as official ones do', async () => {
    const touching = at([117, 31], [117.001, 31], [117.001, 31.001], [117, 31], [116.999, 31.001], [116.999, 31], [117, 31])

    const zones = unwrap(await read([feature(touching)]))

    expect(zones.refused).toEqual([])
  })

  it('is refused as a whole when no grid is in it, saying why', async () => {
    const zones = await read([feature([square], { code: '1' })])

    expect(zones).toMatchObject({ ok: false, error: { code: 'bad-grid-code' } })
  })

  it('of a commercial map is turned into WGS-84', async () => {
    const [zone] = unwrap(await read([feature([square])], { datum: 'gcj02' })).rows

    const row = zone?.row
    const [lng, lat] = row?.geometry.type === 'Polygon' ? (row.geometry.coordinates[0]?.[0] ?? [0, 0]) : [0, 0]
    expect(Math.hypot((117 - lng) * 95_000, (31 - lat) * 111_000)).toBeGreaterThan(300)
  })
})
