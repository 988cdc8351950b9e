import { describe, expect, it } from 'vitest'
import { EvaluationDesk, everything, november, wholeHall } from '#tests/builders/an-evaluation-desk.ts'
import { CaseStory, DAY } from '#tests/builders/case-story.ts'
import { caseId } from '#tests/builders/ids.ts'

describe('hot spots', () => {
  const [market, school] = ['341523001000001', '341523001000002']

  /** Three reports at the market, one of them of roads, one at the school, one without a grid; one at the school last month. */
  function aTown(): EvaluationDesk {
    const desk = new EvaluationDesk()
    const reports = [[market, '早市路口', 0], [market, '早市路口', 0], [market, '早市北门', 0], [school, '一小门口', 0], [null, '', 0], [school, '一小门口', 14]] as const
    for (const [k, [grid, address, daysAgo]] of reports.entries()) {
      const row = CaseStory.after('accept').case
      const kind = k === 2 ? { classCode: 'E0401', className: '道路破损' } : {}
      const place = { ...row.place, grid, address }
      desk.platform.put('case', caseId(k), { ...row, ...kind, place, id: caseId(k), no: `B${String(1000 + k)}`, reportedAt: row.reportedAt - daysAgo * DAY }, row.ver)
    }
    desk.seat.read(desk.platform)
    return desk
  }
  const asked = { scope: wholeHall, period: november, filter: everything, limit: 10 }

  it('are the unit grids with most reports, with what most of these are and where', async () => {
    const { rows, cells, total, outside } = await aTown().ask('hotSpots', asked)

    expect([total, outside, cells.length]).toEqual([6, 1, 2])
    expect(rows).toMatchObject([
      { grid: market, n: 3, address: '早市路口', className: '上水井盖', ofClass: 2 },
      { grid: school, n: 2, address: '一小门口', ofClass: 2 },
    ])
  })

  it('stand against as many days of the period before while theirs is not over', async () => {
    const { rows, days } = await aTown().ask('hotSpots', { ...asked, period: { kind: 'ten-day', start: '2026-11-11' } })

    expect(days).toBe(7)
    expect(rows.map(({ grid, n, before, series }) => [grid, n, before, series.slice(-2)])).toEqual([
      [market, 3, 0, [0, 3]],
      [school, 1, 1, [1, 1]],
    ])
  })

  it('are narrowed to classes, and their cases are listed by their grid', async () => {
    const desk = aTown()

    expect((await desk.ask('hotSpots', { ...asked, filter: { ...everything, classes: ['E'] } })).rows).toMatchObject([{ grid: market, n: 1, className: '道路破损' }])
    const ofMarket = { ...asked, filter: { ...everything, grid: market } }
    const { rows, total } = await desk.ask('behind', { ...ofMarket, indicator: 'notRefused', offset: 0, limit: 20 })
    expect([total, rows.every(({ address }) => address.startsWith('早市'))]).toEqual([3, true])
  })

  it('are not made of reports that were refused, neither then nor now', async () => {
    const desk = aTown()
    for (const [k, daysAgo] of [[7, 0], [8, 14], [9, 0]] as const) {
      const { case: row } = CaseStory.after(...(k === 9 ? [] : (['refuse'] as const)))
      const place = { ...row.place, grid: school, address: '一小门口' }
      const at = row.reportedAt - daysAgo * DAY
      desk.platform.put('case', caseId(k), { ...row, place, id: caseId(k), no: `B${String(1000 + k)}`, reportedAt: at }, row.ver)
    }
    desk.seat.read(desk.platform)

    const { rows, total, cells } = await desk.ask('hotSpots', { ...asked, period: { kind: 'ten-day', start: '2026-11-11' } })
    expect([total, cells.find(({ grid }) => grid === school)?.n]).toEqual([6, 2])
    expect(rows.map(({ grid, n, before, series }) => [grid, n, before, series.at(-2)])).toEqual([
      [market, 3, 0, 0],
      [school, 2, 1, 1],
    ])
    const ofSchool = { ...asked, period: { kind: 'ten-day', start: '2026-11-11' }, filter: { ...everything, grid: school } }
    const behind = await desk.ask('behind', { ...ofSchool, indicator: 'notRefused', offset: 0, limit: 20 })
    expect([behind.total, behind.rows.some(({ state }) => state === 'refused')]).toEqual([2, false])
  })

  it('stand on a wall with their road, never with a place that may be somebody’s home', async () => {
    const { rows, period, days } = await aTown().ask('hotGrids', {})

    expect([period.start, days]).toEqual(['2026-11-01', 17])
    expect(rows.map(({ grid, n, road }) => [grid, n, road])).toEqual([[market, 3, ''], [school, 2, '']])
    expect(JSON.stringify(rows)).not.toMatch(/早市路口|一小门口/)
  })

  it('are none where nothing was reported', async () => {
    const { rows, cells, total } = await aTown().ask('hotSpots', { ...asked, period: { kind: 'month', start: '2020-02-01' } })

    expect([rows, cells, total]).toEqual([[], [], 0])
  })
})
