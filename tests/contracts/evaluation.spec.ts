import { describe, expect, it } from 'vitest'
import type { BoardFilter, Indicator } from '#shared/contracts/evaluation.contract.ts'
import { CountName, RateName } from '#shared/domain/evaluation/terms.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { aCommand } from '#tests/builders/a-command.ts'
import { EvaluationDesk, everything, november, wholeHall } from '#tests/builders/an-evaluation-desk.ts'
import { CaseStory, DAY, HOUR, MONDAY_NINE } from '#tests/builders/case-story.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'

/** Water: 2 in time, 1 late, 1 reworked of them; roads: 1 overdue, 1 on account. */
function stories(): CaseStory[] {
  const dispatched = () => CaseStory.after('accept', 'file', 'dispatch')
  const closed = (hours: number) =>
    dispatched()
      .wait(hours * HOUR)
      .do('answer')
      .do('send-check')
      .do('answer-check')
      .do('close')
  const reworked = dispatched().wait(HOUR).do('answer').do('send-check').do('answer-check', { fixed: false }).do('rework')
  reworked.do('answer').do('send-check').do('answer-check').do('close')
  const roads = () => CaseStory.after('accept', 'file').do('dispatch', { department: 'roads' as never })
  return [closed(1), reworked, closed(5), roads(), roads().do('put-on-account'), CaseStory.after('accept')]
}

function aDesk(): EvaluationDesk {
  const desk = new EvaluationDesk()
  for (const [k, { case: row }] of stories().entries())
    desk.platform.put('case', caseId(k), { ...row, id: caseId(k), no: `B${String(1000 + k)}` }, row.ver)
  desk.seat.read(desk.platform)
  return desk
}

const isSumOfOutcomes: ReadonlySet<CountName> = new Set([
  ...(['filed', 'shouldClose', 'closed', 'onTime', 'late', 'overdue', 'notDue', 'open'] as const),
  ...(['onAccount', 'exempt', 'noLimit', 'voided'] as const),
])
const ranking = { subject: 'department', period: november, compare: null, filter: everything, scheme: null }
const figure = (indicator: Indicator, id: string | null = 'water') => ({
  scope: { subject: 'department', id },
  period: november,
  compare: null,
  filter: everything,
  scheme: null,
  indicator,
})

describe('a ranking of departments', () => {
  it('has each with its figures, score and place, and a total that is their sum', async () => {
    const { rows, total, closedBooks, period, until, asOf, pending } = await aDesk().ask('ranking', ranking)

    expect(
      rows.map(({ id, rank, level, counts }) => [
        id,
        rank,
        level,
        counts.shouldClose,
        counts.onTime,
        counts.reworked,
        counts.onAccount,
      ]),
    ).toEqual([
      ['water', 1, 'B', 3, 2, 1, 0],
      ['roads', 2, 'E', 1, 0, 0, 1],
    ])
    expect(rows[0]?.score).toBeCloseTo((2 / 3) * 60 + 30 + (2 / 3) * 10)
    expect(rows[1]).toMatchObject({
      name: 'roads 单位',
      score: 10,
      rates: { onTimeRate: 0, reworkRate: null },
      rankBefore: null,
    })
    expect(total.counts).toMatchObject({ reported: 6, filed: 5, shouldClose: 4, onTime: 2 })
    expect({ closedBooks, period, until, asOf, pending }).toEqual({
      closedBooks: false,
      period: { kind: 'month', start: '2026-11-01' },
      until: '2026-12-01',
      asOf: 7,
      pending: 0,
    })
    expect(rows[0]?.spark).toEqual([...Array.from({ length: 11 }, () => null), 2 / 3])
  })

  it('counts own acts at once and says how many of them nobody has confirmed', async () => {
    const desk = aDesk()
    desk.seat.do(aCommand(50, 'file', 5, { base: { chain: { ver: desk.platform.case(caseId(5))!.ver } } }))

    const { total, pending } = await desk.ask('ranking', ranking)
    expect([total.counts.filed, pending]).toEqual([6, 1])
  })

  it('is worked out once until a case changes or a minute is over', async () => {
    const desk = aDesk()
    const [one, other] = await Promise.all([desk.ask('ranking', ranking), desk.ask('ranking', ranking)])
    expect(other).toEqual(one)
    const askedOnce = desk.asked

    await desk.ask('ranking', ranking)
    expect(desk.asked).toBe(askedOnce)
    desk.now += 60_000
    await desk.ask('ranking', ranking)
    expect(desk.asked).toBeGreaterThan(askedOnce)
  })

  it('refuses dates that do not exist and schemes it does not have', async () => {
    expect(await aDesk().attempt('ranking', { ...ranking, period: { kind: 'month', start: '2026-02-30' } })).toEqual({
      ok: false,
      error: { code: 'bad-time', detail: '2026-02-30' },
    })
    expect(await aDesk().attempt('ranking', { ...ranking, scheme: 'nobody' })).toMatchObject({ error: { code: 'not-found' } })
    expect(await aDesk().attempt('posts', { post: 'administrator', period: november })).toMatchObject({
      error: { code: 'bad-request' },
    })
  })
})

describe('a figure', () => {
  it('is taken apart until it can be added up by hand', async () => {
    const told = await aDesk().ask('figure', figure('onTimeRate'))

    expect(told).toMatchObject({
      name: 'water 单位',
      value: 2 / 3,
      before: null,
      numerator: { count: 'onTime', n: 2 },
      denominator: { count: 'shouldClose', n: 3 },
    })
    const sum = (lines: { n: number }[]): number => lines.reduce((all, { n }) => all + n, 0)
    expect([sum(told.lines), sum(told.lines) + sum(told.outside)]).toEqual([3, 3])
    expect(told.points.reduce((all, { points }) => all + (points ?? 0), 0)).toBeCloseTo(told.score ?? Number.NaN)
  })

  it('has lines that add up to the count asked for, and none where it is no sum of outcomes', async () => {
    const desk = aDesk()
    const filed = (await desk.ask('figure', figure('filed', null))).value
    const sum = (lines: { n: number }[]): number => lines.reduce((all, { n }) => all + n, 0)

    for (const indicator of [...CountName.options, ...RateName.options]) {
      const { lines, outside, numerator, denominator } = await desk.ask('figure', figure(indicator, null))
      const { n, count } = denominator ?? numerator
      if (lines.length > 0) expect([indicator, sum(lines), sum(lines) + sum(outside)]).toEqual([indicator, n, filed])
      else expect([indicator, outside, isSumOfOutcomes.has(count)]).toEqual([indicator, [], false])
    }
  })

  it('stands against as many days of the period before while its own is not over', async () => {
    const desk = new EvaluationDesk()
    const story = (department: string) => CaseStory.after('accept', 'file').do('dispatch', { department: department as never }).case
    // Of water in October's first days, of roads in its last.
    const cases = [[0, 'water'], [35, 'water'], [40, 'water'], [20, 'roads'], [1, 'roads']] as const
    for (const [k, [daysAgo, department]] of cases.entries()) {
      const row = story(department)
      const at = MONDAY_NINE - daysAgo * DAY
      desk.platform.put('case', caseId(k), { ...row, id: caseId(k), no: `B${String(1000 + k)}`, reportedAt: at, filedAt: at }, row.ver)
    }
    desk.seat.read(desk.platform)

    const running = await desk.ask('figure', figure('filed', null))
    expect([running.value, running.before, running.compareDays]).toEqual([2, 2, 17])
    expect(running.compare).toEqual({ kind: 'month', start: '2026-10-01' })
    const { rows, compareDays } = await desk.ask('ranking', ranking)
    const before = Object.fromEntries(rows.map(({ id, rankBefore }) => [id, rankBefore]))
    expect([compareDays, before]).toEqual([17, { water: 1, roads: null }])

    const over = await desk.ask('figure', { ...figure('filed', null), period: { kind: 'month', start: '2026-10-01' } })
    expect([over.value, over.before, over.compareDays]).toEqual([3, 0, null])
    const named = await desk.ask('figure', { ...figure('filed', null), compare: { kind: 'month', start: '2026-10-01' } })
    expect([named.before, named.compareDays]).toEqual([3, null])
  })

  it('leads to exactly the cases it counts', async () => {
    const desk = aDesk()
    const {
      rows: [water],
    } = await desk.ask('ranking', ranking)

    for (const [count, n] of Object.entries(water?.counts ?? expect.unreachable('no department'))) {
      const { scope, period, filter } = figure('filed')
      expect([
        count,
        (await desk.ask('behind', { scope, period, filter, indicator: count, offset: 0, limit: 50 })).total,
      ]).toEqual([count, n])
    }
  })
})

describe('what stands beside a ranking', () => {
  const selection = { scope: wholeHall, period: november, filter: everything }

  it('agrees with it', async () => {
    const desk = aDesk()
    const { total } = await desk.ask('ranking', ranking)

    const trend = await desk.ask('trend', { ...selection, indicator: 'onTimeRate', periods: 12 })
    expect([trend.points.length, trend.points.at(-1)]).toEqual([
      12,
      { period: { kind: 'month', start: '2026-11-01' }, value: total.rates.onTimeRate, before: null },
    ])
    const { days } = await desk.ask('days', { ...selection, indicator: 'shouldClose' })
    expect([days.length, days[15], days[14]?.kind]).toEqual([
      30,
      { date: '2026-11-16', value: total.counts.shouldClose, kind: 'work', name: null },
      'rest',
    ])
    const pareto = await desk.ask('pareto', { ...selection, by: 'class', count: 'shouldClose', limit: 5 })
    expect(pareto).toMatchObject({
      total: 4,
      rows: [{ key: 'C0101', name: '上水井盖', n: 4, cumulative: 1 }],
      rest: { kinds: 0, n: 0 },
    })
    const { stages } = await desk.ask('funnel', selection)
    expect(stages.map(({ n, lost }) => [n, lost])).toEqual([
      [6, 0],
      [6, 0],
      [5, 1],
      [5, 0],
      [3, 2],
      [3, 0],
      [3, 0],
    ])
    for (const { stage, n } of stages) {
      const { total: behind, rows } = await desk.ask('behindStage', { ...selection, stage, offset: 0, limit: 50 })
      expect([stage, behind, rows.length]).toEqual([stage, n, n])
    }
    expect(stages[1]?.limit).toEqual({ kind: 'desk-minutes', value: 15 })
    expect((await desk.ask('lateness', selection)).total).toBe(total.counts.late + total.counts.overdue)
    expect((await desk.ask('repeats', { ...selection, limit: 5 })).rows).toMatchObject([{ times: 6, className: '上水井盖' }])
  })

  it('lists the newest cases of a place that came back, says how many there are and which began it', async () => {
    const desk = new EvaluationDesk()
    const { case: row } = CaseStory.after('accept')
    for (let k = 0; k < 201; k += 1)
      desk.platform.put('case', caseId(k), { ...row, id: caseId(k), no: `B${String(1000 + k)}`, reportedAt: MONDAY_NINE + k * HOUR }, row.ver)
    desk.seat.read(desk.platform)

    const { rows } = await desk.ask('repeats', { ...selection, limit: 5 })

    expect(rows).toMatchObject([{ times: 201, first: caseId(0) }])
    expect(rows[0]?.cases).toEqual(Array.from({ length: 200 }, (_, k) => caseId(200 - k)))
  })

  it('opens a stage to the cases reported in the period, not to those filed in it', async () => {
    const desk = new EvaluationDesk()
    const [row, filed] = [CaseStory.after('accept').case, CaseStory.after('accept', 'file').case]
    const reports = [{ ...filed, reportedAt: MONDAY_NINE - 20 * DAY }, { ...filed, filedAt: MONDAY_NINE + 20 * DAY }, row]
    for (const [k, one] of reports.entries())
      desk.platform.put('case', caseId(k), { ...one, id: caseId(k), no: `B${String(1000 + k)}` }, one.ver)
    desk.seat.read(desk.platform)

    const { stages } = await desk.ask('funnel', selection)
    const { rows } = await desk.ask('behindStage', { ...selection, stage: 'filed', offset: 0, limit: 50 })

    expect(stages.find(({ stage }) => stage === 'filed')?.n).toBe(1)
    expect(rows.map(({ no }) => no)).toEqual(['B1001'])
  })

  it('narrows to classes, sources and places', async () => {
    const filed = async (filter: Partial<BoardFilter>) =>
      (await aDesk().ask('ranking', { ...ranking, filter: { ...everything, ...filter } })).total.counts.filed

    expect(await filed({ classes: ['C'] })).toBe(5)
    expect(await filed({ classes: ['E', 'C02'] })).toBe(0)
    expect(await filed({ sources: ['hotline'] })).toBe(5)
    expect(await filed({ department: 'roads' })).toBe(2)
    expect(await filed({ street: '城关街道' })).toBe(0)
  })
})

describe('the wall', () => {
  it('shows the day and where cases lie', async () => {
    const desk = aDesk()
    desk.now = MONDAY_NINE + 6 * HOUR

    const today = await desk.ask('today', {})
    expect(today).toMatchObject({
      today: { reported: 6, filed: 5, closed: 3, shouldClose: 4, onTime: 2 },
      hot: [{ classCode: 'C0101', n: 6 }],
    })
    expect(today.hours.map(({ n }) => n).reduce((a: number, b: number) => a + b)).toBe(6)
    expect(await desk.ask('choropleth', { measure: 'open', days: 1 })).toMatchObject({ cells: [], steps: [] })
  })
})

describe('posts', () => {
  it('are ranked by what was done in time, and right, of what came', async () => {
    const desk = new EvaluationDesk()
    const person = '1001' as PersonId
    const inTime = CaseStory.after('accept', 'file').do('dispatch', {}, { person }).do('answer')
    const late = CaseStory.after('accept', 'file').wait(HOUR).do('dispatch', {}, { person }).do('return')
    for (const [k, { case: row, flow }] of [inTime, late].entries()) {
      desk.platform.put('case', caseId(k), { ...row, id: caseId(k), no: `B${String(1000 + k)}` }, row.ver)
      for (const record of flow)
        desk.platform.put('flow', cmdId(100 * k + record.n), { ...record, id: cmdId(100 * k + record.n), caseId: caseId(k) })
    }
    desk.seat.read(desk.platform)

    const { rows, scheme } = await desk.ask('posts', { post: 'dispatcher', period: november })
    expect(scheme.parts.map(({ weight }) => weight)).toEqual([20, 40, 40])
    expect(rows).toEqual([
      {
        ...{ id: '1001', name: '王丽', counts: { dispatchVolume: 2 }, rates: { dispatchInTime: 0.5, dispatchRight: 0.5 } },
        ...{ score: 40, level: 'D', rank: 1 },
      },
    ])
  })
})
