import { describe, expect, it } from 'vitest'
import { evaluationDay, spanOf } from '#shared/domain/evaluation/index.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { DepartmentId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import type { FactFilter } from '#main/db-worker/evaluation-api.ts'
import { aCommand } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { CaseStory, DAY, HOUR, MONDAY_NINE, usualBody } from '#tests/builders/case-story.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { GAP_OF_SQL, GAP_SQL } from './offline-gap.ts'

const everything: FactFilter = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
const monday = spanOf('day', evaluationDay(MONDAY_NINE))
const tuesday = spanOf('day', evaluationDay(MONDAY_NINE + DAY))
const NOW = MONDAY_NINE + DAY

/** A case in the hands of the water department since Monday nine, two urgent hours to go, as everybody knows it. */
function aHall() {
  const platform = new TestPlatform()
  const seat = new TestSeat()
  const { case: row, flow } = CaseStory.after('accept', 'file', 'dispatch')
  platform.put('case', caseId(1), { ...row, id: caseId(1) }, row.ver)
  flow.forEach((record, i) => platform.put('flow', cmdId(100 + i), { ...record, id: cmdId(100 + i), caseId: caseId(1) }))
  seat.read(platform)
  const act = (n: number, action: CaseAction, at: number, over: object = {}, args: object = {}): void => {
    const who = { person: '3001' as PersonId, personName: '韩雪', post: 'department' as const, seat: '2' as SeatId }
    const flags = { offline: false, timeDoubt: false }
    unwrap(platform.act({ id: cmdId(n), caseId: caseId(1), at, ...who, ...flags, ...over, body: usualBody(action, args) }))
    seat.read(platform)
  }
  const late = () => seat.reader.evaluationLateness(monday, everything, NOW).length
  const gap = (span = monday, filter = everything) => seat.reader.evaluationGap(span, filter)
  const marks = () =>
    seat.reader.evaluationBehind('filed', monday, everything, { offset: 0, limit: 10 }, NOW).rows.map((one) => one.marks)
  return { platform, seat, act, late, gap, marks }
}

describe('an act done offline', () => {
  it('that arrives a day later changes yesterday’s figures by the time it was done, and the board says so', () => {
    const { act, late, gap, marks } = aHall()
    expect(late()).toBe(1)
    expect(gap()).toEqual({ cases: 0, offline: 0, waiting: 0, doubtful: 0 })

    act(200, 'answer', MONDAY_NINE + HOUR, { offline: true })

    expect(late()).toBe(0)
    expect(gap()).toEqual({ cases: 1, offline: 1, waiting: 0, doubtful: 0 })
    expect(marks()).toEqual([['offline']])
  })

  it('counts where its case counts, and nowhere else', () => {
    const { act, gap } = aHall()
    act(200, 'answer', MONDAY_NINE + HOUR, { offline: true })

    expect(gap(tuesday).cases).toBe(0)
    expect(gap(monday, { ...everything, department: 'water' }).cases).toBe(1)
    expect(gap(monday, { ...everything, department: 'roads' }).cases).toBe(0)
    expect(gap(monday, { ...everything, classes: ['E'] }).cases).toBe(0)
  })

  it('under a doubtful clock is told apart, and a note marks nothing', () => {
    const { act, gap, marks } = aHall()

    act(200, 'note', MONDAY_NINE + HOUR, { offline: true, timeDoubt: true })
    expect(gap().cases).toBe(0)
    act(201, 'answer', MONDAY_NINE + 2 * HOUR, { timeDoubt: true })

    expect(gap()).toEqual({ cases: 1, offline: 0, waiting: 0, doubtful: 1 })
    expect(marks()).toEqual([['time-doubt']])
  })

  it('of this seat counts at once, as done offline and as not confirmed, until the platform has it', () => {
    const { seat, platform, gap, marks } = aHall()
    const ver = platform.case(caseId(1))!.ver
    const said = { base: { chain: { ver } }, offline: true, post: 'dispatcher' as const }

    seat.do(aCommand(300, 're-dispatch', 1, said, { department: 'roads' as DepartmentId }))
    expect(gap()).toEqual({ cases: 1, offline: 1, waiting: 1, doubtful: 0 })
    expect(marks()).toEqual([['offline', 'waiting']])
    seat.send(platform)
    seat.read(platform)

    expect(gap()).toEqual({ cases: 1, offline: 1, waiting: 0, doubtful: 0 })
  })
})

describe('the question for them', () => {
  it('walks the index of such steps, and never all flow records', () => {
    const { seat } = aHall()
    const db = openForReading(cacheFile(seat.dataDir))
    const plan = (sql: string, params: object = {}): string =>
      db
        .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(params)
        .map(({ detail }) => detail)
        .join('\n')

    const plans = [plan(GAP_SQL), plan(GAP_OF_SQL, { rid: 1 })]
    db.close()

    expect(plans[0]).toContain('flow_gap')
    for (const one of plans) expect(one).not.toMatch(/SCAN flow(?! USING)/)
  })
})
