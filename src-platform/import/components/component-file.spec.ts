import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { readProfile } from '../profile-file.ts'
import { readComponents } from './component-file.ts'
import type { ReadComponents } from './component-file.ts'
import type { GridFinder } from './component-of-row.ts'
import { ComponentProfile } from './component-profile.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-components-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const aProfile = (change: object = {}): ComponentProfile =>
  ComponentProfile.parse({
    format: 'wanmi-component-import/1',
    name: 'lamps',
    key: '{id}',
    code: { district: '341523' },
    class: { from: '{what}', map: { lamp: 'C0137', cover: 'C0101' }, otherwise: null },
    componentName: '{name}',
    bounds: [116, 31, 118, 33],
    rules: { outsideGrids: 'keep', sameKey: 'refuse' },
    ...change,
  })

const noGrids: GridFinder = { gridAt: () => null }
const eastern: GridFinder = { gridAt: ([lng]) => (lng > 117 ? '341523001001001' : null) }

async function readCsvOf(lines: readonly string[], change: object = {}, grids = noGrids): Promise<ReadComponents> {
  const path = join(folder, 'c.csv')
  await writeFile(path, ['id,what,name,lng,lat,code,state,when', ...lines].join('\r\n'))
  return unwrap(await readComponents(path, aProfile(change), grids))
}

const refusals = ({ refused }: ReadComponents): string[] => refused.map(({ line, why }) => `${line} ${why.code}`)

describe('a file of components', () => {
  it('becomes components with a code of the hall, and the unit grid around each', async () => {
    const found = await readCsvOf(['L1,lamp,路灯 1,117.1,31.5,,,2024-03-01T08:00'], { changedOn: '{when}' }, eastern)

    expect(found.rows).toMatchObject([
      {
        line: 2,
        row: {
          classCode: 'C0137',
          name: '路灯 1',
          lng: 117.1,
          lat: 31.5,
          grid: '341523001001001',
          state: 'intact',
          changedOn: '2024-03-01',
        },
      },
    ])
    expect(found.rows[0]?.row.code).toMatch(/^3415230137[5-9]\d{5}$/)
  })

  it('names every row it cannot take, and takes the others', async () => {
    const found = await readCsvOf([
      'A,lamp,甲,117.1,31.5,,,',
      'B,ufo,乙,117.1,31.5,,,',
      'C,lamp,丙,31.5,117.1,,,',
      'D,lamp,丁,,31.5,,,',
      'E,lamp,戊,NaN,31.5,,,',
      ',lamp,己,117.1,31.5,,,',
      'A,lamp,庚,117.2,31.5,,,',
      'F,constructor,辛,117.1,31.5,,,',
      `G,lamp,${'长'.repeat(61)},117.1,31.5,,,`,
      'H,lamp',
    ])

    expect(found.rows.map(({ line }) => line)).toEqual([2])
    expect(found.read).toBe(10)
    expect(refusals(found)).toEqual([
      '3 unmapped-value',
      '4 bad-coordinate',
      '5 bad-coordinate',
      '6 bad-coordinate',
      '7 bad-request',
      '8 duplicate-id',
      '9 unmapped-value',
      '10 bad-request',
      '11 bad-request',
    ])
  })

  it('takes codes over where the source has them, in full-width digits too, each once', async () => {
    const found = await readCsvOf(
      [
        'A,cover,甲,117.1,31.5,3415230101000001,,',
        'B,cover,乙,117.1,31.5,３４１５２３０１０１０００００１,,',
        'C,cover,丙,117.1,31.5,34152,,',
      ],
      { code: { given: '{code}' } },
    )

    expect(found.rows.map(({ row }) => row.code)).toEqual(['3415230101000001'])
    expect(refusals(found)).toEqual(['3 duplicate-id', '4 bad-component-code'])
  })

  it('turns points of commercial maps into WGS-84', async () => {
    const [mars] = (await readCsvOf(['A,lamp,甲,117.1,31.5,,,'], { datum: 'gcj02' })).rows
    const [baidu] = (await readCsvOf(['A,lamp,甲,117.1,31.5,,,'], { datum: 'bd09' })).rows

    // Some hundred metres (domain-facts 6); Baidu's own offset lies on top.
    expect(Math.abs((mars?.row.lng ?? 0) - 117.1) * 94_800).toBeGreaterThan(100)
    expect(Math.abs((mars?.row.lng ?? 0) - 117.1) * 94_800).toBeLessThan(1_000)
    expect(Math.abs((baidu?.row.lng ?? 0) - (mars?.row.lng ?? 0))).toBeGreaterThan(0.003)
  })

  it('takes what a spreadsheet has written into codes and dates, and says what it has spoiled', async () => {
    const found = await readCsvOf(
      [
        'A,lamp,甲,117.1,31.5,="3415230137000001",,2024/5/1 8:00',
        "B,lamp,乙,117.1,31.5,'3415230137000002,,20240501",
        'C,lamp,丙,117.1,31.5,3.41523E+15,,2024年5月1日',
        'D,lamp,丁,"117°6′",31.5,3415230137000004,,',
        'E,lamp,戊,117.1,31.5,3415230137000005,,2024/2/31',
      ],
      { code: { given: '{code}' }, changedOn: '{when}' },
    )

    expect(found.rows.map(({ row }) => [row.code, row.changedOn])).toEqual([
      ['3415230137000001', '2024-05-01'],
      ['3415230137000002', '2024-05-01'],
    ])
    expect(refusals(found).sort()).toEqual(['4 bad-component-code', '5 bad-coordinate', '6 bad-time'])
    const details = found.refused.map(({ why }) => why.detail).join('\n')
    expect(details).toMatch(/shortened by a spreadsheet/)
    expect(details).toMatch(/"117°6′", "31\.5": decimal degrees/)
  })

  it.each([
    ['another mark between its cells', 'id;what;name;lng;lat\nA;lamp;甲;117.1;31.5', /divided by ";"/],
    ['a note of a spreadsheet before its header', 'sep=,\nid,what,name,lng,lat', /sep=/],
    ['a page of the web', '<html>\n<body>', /a page \(HTML or XML\)/],
  ])('with %s is refused with the way out', async (_, text, words) => {
    const path = join(folder, 'h.csv')
    await writeFile(path, text)

    await expect(readComponents(path, aProfile(), noGrids)).rejects.toThrow(words)
  })

  it('in metres, or of areas of another kind, says so by its own system', async () => {
    const path = join(folder, 'm.geojson')
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4549' } }
    const feature = { type: 'Feature', properties: { id: 'A' }, geometry: { type: 'Point', coordinates: [495_266, 3_482_344] } }
    const cloud = { type: 'Feature', properties: { id: 'B' }, geometry: { type: 'MultiPoint', coordinates: [[117, 31.5]] } }
    const refusalOf = async (features: readonly object[]): Promise<string> => {
      await writeFile(path, JSON.stringify({ type: 'FeatureCollection', crs, features }))
      const read = await readComponents(path, aProfile(), noGrids)
      return read.ok ? '' : (read.error.detail ?? '')
    }

    expect(await refusalOf([feature])).toMatch(/from urn:ogc:def:crs:EPSG::4549 to EPSG:4326 .*metres, not degrees/)
    expect(await refusalOf([cloud])).toMatch(/its geometry is MultiPoint; Point, /)
  })

  it('leaves an owner nobody knows empty when the profile says so, and refuses it otherwise', async () => {
    const owner = { from: '{state}', map: { City: 'D01' }, otherwise: null }

    const strict = await readCsvOf(['A,lamp,甲,117.1,31.5,,Private,'], { owner })
    const kind = await readCsvOf(['A,lamp,甲,117.1,31.5,,Private,', 'B,lamp,乙,117.1,31.5,,City,'], {
      owner: { ...owner, unknown: 'none' },
    })

    expect(refusals(strict)).toEqual(['2 unmapped-value'])
    expect(kind.rows.map(({ row }) => row.owner)).toEqual([null, 'D01'])
  })

  it('is refused as a whole when the profile asks for a property no feature has', async () => {
    const path = join(folder, 'c.geojson')
    const feature = { type: 'Feature', properties: { id: 'A' }, geometry: { type: 'Point', coordinates: [117, 31.5] } }
    await writeFile(path, JSON.stringify({ type: 'FeatureCollection', features: [feature] }))

    expect(await readComponents(path, aProfile(), noGrids)).toMatchObject({ ok: false, error: { code: 'bad-profile' } })
  })

  it('names features that are no points', async () => {
    const path = join(folder, 'l.geojson')
    const line = {
      type: 'LineString',
      coordinates: [
        [117, 31.5],
        [117.1, 31.5],
      ],
    }
    const properties = { id: 'A', what: 'lamp', name: '甲' }
    await writeFile(
      path,
      JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry: line }] }),
    )

    expect(refusals(unwrap(await readComponents(path, aProfile(), noGrids)))).toEqual(['0 bad-coordinate'])
  })
})

it('the profile that comes with the hall reads the table of a survey', async () => {
  const shipped = join(import.meta.dirname, '../../../resources/import-profiles/components-csv.profile.json')
  const profile = unwrap(await readProfile(shipped, ComponentProfile))
  const path = join(folder, 'survey.csv')
  const row = '3415230137000001,人民路 1 号杆,路灯,116.95,31.46,破损,市政设施管理处,2024-05-01'
  await writeFile(path, `标识码,名称,小类,经度,纬度,状态,主管部门,变更日期\r\n${row}\r\n`)

  const read = unwrap(await readComponents(path, { ...profile, encoding: 'utf-8' }, noGrids))

  expect(read.rows).toMatchObject([
    { row: { code: '3415230137000001', classCode: 'C0137', name: '人民路 1 号杆', state: 'broken', department: 'D01' } },
  ])
})
