import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RefusalError, unwrap } from '#shared/kernel/result.ts'
import { aCaseLine, aCaseProfile, caseHeader, twoGrids } from '#tests/import/case-profile.ts'
import { openCaseFile } from './case-file.ts'
import type { CaseItem } from './case-file.ts'
import type { CaseProfile } from './case-profile.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-cases-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function readItems(csv: string | Buffer, profile = aCaseProfile(), grids: string | null = null): Promise<CaseItem[]> {
  const path = (name: string): string => join(folder, name)
  await writeFile(path('cases.csv'), csv)
  await writeFile(path('profile.json'), JSON.stringify(profile))
  if (grids !== null) await writeFile(path('grids.geojson'), grids)
  const file = unwrap(await openCaseFile(path('cases.csv'), path('profile.json'), grids === null ? null : path('grids.geojson')))
  const items: CaseItem[] = []
  for await (const item of file.items()) items.push(item)
  return items
}

const rows = (...lines: string[]): string => [caseHeader, ...lines].join('\r\n')
const saidOf = ({ line, result }: CaseItem): string =>
  result.ok ? `${line} ok ${[...result.value.flags].join(' ')}`.trim() : `${line} ${result.error.code}`
async function said(csv: string, profile?: CaseProfile, grids?: string): Promise<string[]> {
  return (await readItems(csv, profile, grids ?? null)).map(saidOf)
}

describe('a file of cases', () => {
  it('becomes complete cases with real times, clock, grid and flow', async () => {
    const [item] = await readItems(rows(aCaseLine('A-1')), aCaseProfile(), twoGrids)

    const imported = item?.result.ok === true ? item.result.value.imported : null
    expect(imported?.row).toMatchObject({
      externalId: 'old:A-1',
      no: null,
      state: 'closed',
      department: 'CG',
      classCode: 'E0110',
      areaGrade: 'A',
      source: 'import',
      reportedAt: Date.parse('2024-05-01T00:00:00Z'),
      handleDueAt: Date.parse('2024-05-02T00:00:00Z'),
      closedAt: Date.parse('2024-05-01T12:00:00Z'),
      clocks: [{ kind: 'handle', limit: { kind: 'natural-days', value: 1 }, late: false }],
      place: { lng: 117.5, lat: 28.5, grid: '360681001001001', address: '建设路 1 号' },
      reporterName: null,
      reporterPhone: null,
    })
    expect(imported?.flow.map(({ action, to }) => `${action} ${to}`)).toEqual([
      'report reported',
      'dispatch handling',
      'close closed',
    ])
  })

  it('is read with quotes, line breaks in cells, a byte order mark and empty lines', async () => {
    const csv = `\uFEFF${caseHeader}\n${aCaseLine('A-1', { text: '"说：""脏"",\n臭"' })}\n\n${aCaseLine('A-2')}\n`

    const items = await readItems(csv)

    expect(items.map(({ result }) => (result.ok ? result.value.imported.row.description : 'refused'))).toEqual([
      '说："脏", 臭',
      '路边垃圾',
    ])
    expect(items.map(({ line }) => line)).toEqual([3, 5])
  })

  it('in GBK is read when the profile says so and refused in words when it does not', async () => {
    const gbk = Buffer.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0x61, 0x0a, 0x31, 0x2c, 0x32, 0x0a])

    await expect(readItems(gbk)).rejects.toThrow(/it is not utf-8; .*name its encoding/)
    await expect(readItems(gbk, aCaseProfile({ encoding: 'gb18030' }))).rejects.toThrow(/no column "上报" \(columns\.created\)/)
  })

  it('put together from files with other line ends keeps every row', async () => {
    const csv = `${caseHeader}\r\n${aCaseLine('A-1')}\n${aCaseLine('A-2')}\r${aCaseLine('A-3')}\r\n`

    expect((await readItems(csv)).map(({ line, result }) => [line, result.ok])).toEqual([
      [2, true],
      [3, true],
      [4, true],
    ])
  })

  it('with more cells than columns names the row, unless the cells are empty', async () => {
    const csv = rows(`${aCaseLine('A-1')},,`, `${aCaseLine('A-2')},moved`, aCaseLine('A-3'))

    expect((await readItems(csv)).map(({ result }) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'ok',
      'bad-request',
      'ok',
    ])
  })

  it('with a cell beyond all bounds names row and column, and keeps the row behind it', async () => {
    const long = aCaseLine('A-2').replace('A-2', `"${'长'.repeat(1_100_000)}"`)

    const items = await readItems(rows(aCaseLine('A-1'), long, aCaseLine('A-3')))

    expect(items.map(saidOf)).toEqual(['2 ok number-not-kept', '3 too-large', '4 ok number-not-kept'])
    const [, refused] = items
    expect(refused?.result).toMatchObject({ error: { detail: 'column "编号": 1100000 characters; a row has at most 1000000' } })
  })

  it('whose header has a needed column twice is refused: either could be meant', async () => {
    await expect(readItems(`编号,${caseHeader}\n`)).rejects.toThrow(/the column "编号" twice/)
  })

  it('with points of a commercial map lies where it lies on ours', async () => {
    const [item] = await readItems(rows(aCaseLine('A-1')), aCaseProfile({ datum: 'gcj02' }))

    const place = item?.result.ok === true ? item.result.value.imported.row.place : null
    expect(Math.hypot((117.5 - (place?.lng ?? 0)) * 98_000, (28.5 - (place?.lat ?? 0)) * 111_000)).toBeGreaterThan(300)
  })

  it('that is a workbook or has another header is refused with the columns it lacks', async () => {
    await expect(readItems('PK\u0003\u0004,b\nc,d')).rejects.toThrow(/a workbook \(xlsx\); unpack it, or save the sheet as CSV/)
    await expect(readItems('a,b\n1,2')).rejects.toBeInstanceOf(RefusalError)
    await expect(readItems('\n\n')).rejects.toThrow(/no header row/)
  })
})

describe('a row that cannot be true', () => {
  it.each([
    ['closed before it was made', aCaseLine('2024-A', { closed: '2024-04-30 08:00:00' }), 'bad-time'],
    ['no time', aCaseLine('2024-A', { created: 'soon' }), 'bad-time'],
    ['no time of its making', aCaseLine('2024-A', { created: '' }), 'field-required'],
    ['finished at no time', aCaseLine('2024-A', { closed: '' }), 'field-required'],
    ['a class nobody mapped', aCaseLine('2024-A', { class: '不明' }), 'unknown-class'],
    ['a class named like a prototype', aCaseLine('2024-A', { class: 'constructor' }), 'unknown-class'],
    ['a department nobody mapped', aCaseLine('2024-A', { department: '__proto__' }), 'unknown-department'],
    ['a state nobody mapped', aCaseLine('2024-A', { state: '' }), 'unmapped-value'],
    ['no id', aCaseLine(''), 'field-required'],
    ['NUL in its id', aCaseLine('A\u0000B'), 'bad-request'],
    ['an endless id', aCaseLine('2024-A'.repeat(500)), 'bad-request'],
    ['a point far away', aCaseLine('2024-A', { lng: '0', lat: '0' }), 'bad-coordinate'],
    ['a point that is no number', aCaseLine('2024-A', { lng: '1e999' }), 'bad-coordinate'],
    ['too few cells', 'A,2024-05-01 08:00:00', 'bad-request'],
    ['year 1901', aCaseLine('2024-A', { created: '1901-01-01 00:00:00' }), 'bad-time'],
  ])('is refused with its line, the others go on: %s', async (_, line, code) => {
    expect(await said(rows(line, aCaseLine('2024-B')))).toEqual([`2 ${code}`, '3 ok'])
  })

  it('is not made by a stray quote, which stays text', async () => {
    const items = await readItems(rows(aCaseLine('2024-A', { text: '12" pipe' }), aCaseLine('2024-B', { text: '"a"b' })))

    expect(items.map(({ result }) => (result.ok ? result.value.imported.row.description : 'refused'))).toEqual([
      '12" pipe',
      '"a"b',
    ])
  })

  it('does not take the id away from a good one; a second good one is refused', async () => {
    const csv = rows(aCaseLine('2024-A', { created: '' }), aCaseLine('2024-A'), aCaseLine('2024-A'))

    expect(await said(csv)).toEqual(['2 field-required', '3 ok', '4 duplicate-id'])
  })
})

describe('a row that is only odd', () => {
  it.each([
    ['no promise', aCaseLine('2024-A', { due: '' }), 'no-promise'],
    ['a promise in the past', aCaseLine('2024-A', { due: '2024-04-30 08:00:00' }), 'promise-before-request'],
    ['no point', aCaseLine('2024-A', { lng: '' }), 'no-point'],
    ['a point in no grid', aCaseLine('2024-A', { lng: '117.9' }), 'outside-grids'],
    ['a text without end', aCaseLine('2024-A', { text: '脏'.repeat(5_000) }), 'text-cut'],
  ])('is kept and counted: %s', async (_, line, flag) => {
    expect(await said(rows(line), aCaseProfile(), twoGrids)).toEqual([`2 ok ${flag}`])
  })

  it('follows the rules of its profile', async () => {
    const rules = {
      ...aCaseProfile().rules,
      closedBeforeCreated: 'as-open',
      dueBeforeCreated: 'drop',
      outsideGrids: 'refuse',
    } as const
    const csv = rows(
      aCaseLine('2024-A', { closed: '2024-04-30 08:00:00' }),
      aCaseLine('2024-B', { due: '2024-04-30 08:00:00' }),
      aCaseLine('2024-C', { lng: '117.9' }),
    )

    const items = await readItems(csv, aCaseProfile({ rules }), twoGrids)

    expect(items.map(saidOf)).toEqual(['2 ok kept-as-open', '3 ok promise-before-request', '4 bad-coordinate'])
    const kept = items.flatMap(({ result }) => (result.ok ? [result.value.imported.row] : []))
    expect(kept.map(({ state, handleDueAt }) => [state, handleDueAt])).toEqual([
      ['handling', Date.parse('2024-05-02T00:00:00Z')],
      ['closed', null],
    ])
  })
})

describe('zones', () => {
  const grids = (...codes: (number | null)[]): string =>
    JSON.stringify({
      type: 'FeatureCollection',
      features: codes.map((no, i) => ({
        type: 'Feature',
        properties: { no, name: 'x' },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [117 + i / 9, 28],
              [118, 28],
              [118, 29],
              [117 + i / 9, 28],
            ],
          ],
        },
      })),
    })

  it('must have one code each; the same zone twice is no contradiction', async () => {
    const same = JSON.parse(twoGrids) as { type: string; features: object[] }
    const doubled = JSON.stringify({ ...same, features: [...same.features, same.features[0]] })

    expect(await said(rows(aCaseLine('2024-A')), aCaseProfile(), doubled)).toEqual(['2 ok'])
    await expect(readItems(rows(), aCaseProfile(), grids(1, 1))).rejects.toThrow(/duplicate-id.*360681001001001/)
    await expect(readItems(rows(), aCaseProfile(), grids(null))).rejects.toThrow(/bad-profile.*"no"/)
  })
})
