import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { defaultCatalogue } from '#shared/domain/catalogue/default/default-catalogue.ts'
import { spanOf, spansUpTo } from '#shared/domain/evaluation/index.ts'
import { parseIsoDate } from '#shared/domain/limits/local-day.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { openCaseFile } from '#platform/import/cases/case-file.ts'
import type { CaseItem } from '#platform/import/cases/case-file.ts'
import { CaseProfile } from '#platform/import/cases/case-profile.ts'
import { readProfile } from '#platform/import/profile-file.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'
import { cellsOf, recount, wallTime } from './recount-la311.ts'
import type { AgencyCount } from './recount-la311.ts'

/** 2019-01-01 00:00 in Beijing, as the clocks of Los Angeles showed it. */
const NEW_YEAR = 20181231080000
const everything = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
const root = join(import.meta.dirname, '../..')
const profilePath = join(root, 'resources/import-profiles/la311.profile.json')
const folder = join(root, '../shared/data/cases-la311')
const file = join(folder, 'la311-2018.csv')
const grids = join(folder, 'la-neighborhoods-2020.geojson')
const isHere = existsSync(file) && existsSync(grids)
if (!isHere) process.stderr.write(`skipped: the Los Angeles requests are not in ${folder}\n`)

function countOf(items: readonly CaseItem[]): Map<string, AgencyCount> {
  const agencies = new Map<string, AgencyCount>()
  for (const { result } of items) {
    if (!result.ok) continue
    const { department, state, closedAt, handleDueAt } = result.value.imported.row
    const count = agencies.get(department ?? '') ?? { total: 0, closed: 0, onTime: 0 }
    agencies.set(department ?? '', count)
    count.total += 1
    if (state === 'closed') count.closed += 1
    if (closedAt !== null && handleDueAt !== null && closedAt <= handleDueAt) count.onTime += 1
  }
  return agencies
}

describe('the shipped profile', () => {
  it('names classes of the default catalogue and departments it brings along', async () => {
    const profile = unwrap(await readProfile(profilePath, CaseProfile))

    const known = new Set(defaultCatalogue.classes.map(({ code }) => code))
    expect(Object.values(profile.classes.map).filter((code) => !known.has(code))).toEqual([])
    expect(new Set(Object.values(profile.departments.map))).toEqual(new Set(profile.newDepartments.map(({ id }) => id)))
  })
})

describe('the plain recount', () => {
  it('reads quotes and wall times by itself', () => {
    expect([...cellsOf('a,b\r\n"x, ""y""",2\n')]).toEqual([
      ['a', 'b'],
      ['x, "y"', '2'],
    ])
    expect(wallTime('12/31/2018 12:00:05 AM')).toBe(20181231000005)
    expect(wallTime('12/31/2018 12:00:05 PM')).toBe(20181231120005)
    expect(wallTime('')).toBeNaN()
  })
})

describe.skipIf(!isHere)('ten thousand requests of Los Angeles', () => {
  const items: CaseItem[] = []
  beforeAll(async () => {
    for await (const item of unwrap(await openCaseFile(file, profilePath, grids)).items()) items.push(item)
  }, 60_000)

  it('count per agency as a plain recount of the file does', () => {
    const counted = Object.fromEntries(countOf(items))

    expect(items).toHaveLength(10_000)
    expect(counted).toEqual(Object.fromEntries(recount(file)))
  })

  it('show the same cases per agency and month on the boards', () => {
    const [seat, platform] = [new TestSeat(), new TestPlatform()]
    const rows = items.flatMap(({ result }) => (result.ok ? [result.value.imported.row] : []))
    for (const [i, row] of rows.entries())
      platform.put('case', caseId(i), {
        ...row,
        ...{ id: caseId(i), no: row.no ?? `LA-${String(i)}`, ver: 1, catalogueVersion: 'la', className: '' },
      })
    seat.read(platform, 2_000)

    // The evaluation's months are Beijing's: in winter sixteen hours ahead of Los Angeles.
    const spans = spansUpTo(spanOf('month', parseIsoDate('2019-01-01') ?? 0), 2)
    const counts = seat.reader.evaluationCounts(spans, 'department', everything, Date.parse('2019-06-01T00:00:00Z'))
    const months = [(at: number) => at < NEW_YEAR, (at: number) => at >= NEW_YEAR]
    for (const [span, isWanted] of months.entries()) {
      const shown = counts
        .filter((one) => one.span === span && one.counts.filed > 0)
        .map(
          ({ member, counts: { filed, closed, noLimit, onTime } }) =>
            [member, { total: filed, closed: closed + noLimit, onTime }] as const,
        )
      expect([span, Object.fromEntries(shown)]).toEqual([span, Object.fromEntries(recount(file, isWanted))])
    }
  }, 120_000)

  it('are kept unless they cannot be true: 23 were closed before they were made', () => {
    const refused = items.flatMap(({ id, line, result }) => (result.ok ? [] : [{ id, line, code: result.error.code }]))
    expect(refused).toHaveLength(23)
    expect(refused[0]).toEqual({ id: '1-1262195981', line: 2196, code: 'bad-time' })
    expect(items.filter(({ result }) => result.ok && result.value.flags.has('no-promise'))).toHaveLength(736)
  })

  it('carry real instants of their zone, their grid and their number', () => {
    const [first] = items

    expect(first?.result.ok === true ? first.result.value.imported.row : null).toMatchObject({
      no: '1-1262691971',
      externalId: 'la311:1-1262691971',
      classCode: 'E0201',
      department: 'OCB',
      source: 'web',
      state: 'closed',
      reportedAt: Date.parse('2019-01-01T07:55:30Z'),
      handleDueAt: Date.parse('2019-01-02T15:40:04Z'),
      closedAt: Date.parse('2019-01-03T06:20:05Z'),
      place: { lng: -118.536249101, lat: 34.2473989385, grid: '060037001060001', community: 'Northridge West' },
    })
  })
})
