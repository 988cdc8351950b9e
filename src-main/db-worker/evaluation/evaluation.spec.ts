import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { CaseAction } from '#shared/domain/case/terms.ts'
import { lifeCycle, raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { evaluationDay, spanOf, spansUpTo } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import { cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import type { FactDimension, FactFilter } from '#main/db-worker/evaluation-api.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { CaseStory, DAY, HOUR, MONDAY_NINE, usualBody } from '#tests/builders/case-story.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { comparable, naiveCounts } from '#tests/builders/naive-counts.ts'

const everything: FactFilter = { classes: null, sources: null, street: null, community: null, department: null, grid: null }
/** Passes every case, but has them gone through one by one. */
const everyCase: FactFilter = { ...everything, classes: [''] }
const dimensions: readonly FactDimension[] = ['department', 'street', 'community', 'grid', 'class', 'source']
const NOW = MONDAY_NINE + 2 * DAY

const days = spansUpTo(spanOf('day', evaluationDay(NOW)), 4)
const months = spansUpTo(spanOf('month', evaluationDay(NOW)), 2)

function check(seat: TestSeat): void {
  const db = openForReading(cacheFile(seat.dataDir))
  try {
    for (const spans of [days, months]) {
      for (const by of dimensions) {
        const naive = naiveCounts(db, spans, by, NOW)
        expect([by, comparable(seat.reader.evaluationCounts(spans, by, everything, NOW))]).toEqual([by, naive])
        expect([by, comparable(seat.reader.evaluationCounts(spans, by, everyCase, NOW))]).toEqual([by, naive])
        const [kept, scanned] = [everything, everyCase].map((filter) => seat.reader.evaluationCounts(spans, by, filter, NOW))
        expect(new Set(kept)).toEqual(new Set(scanned))
      }
    }
  } finally {
    db.close()
  }
}

const CASES = 6
const streets = ['城关街道', '桃溪街道']

interface Step {
  readonly kind: 'platform' | 'own' | 'send' | 'read' | 'forget'
  readonly case: number
  /** Which of the actions open to the case. */
  readonly pick: number
  readonly waitMs: number
}

const kinds = ['platform', 'platform', 'platform', 'platform', 'platform', 'platform', 'own', 'own', 'send', 'read'] as const
const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...kinds) }, { weight: 1, arbitrary: fc.constant('forget' as const) }),
  case: fc.nat(CASES - 1),
  pick: fc.nat(1_000),
  waitMs: fc.nat(2 * HOUR),
})

/** Does nothing to what is counted. */
const idle: readonly CaseAction[] = ['report', 'note', 'attach', 'urge', 'supervise', 'request-extension', 'refuse-extension']

function openActions(row: CaseRow): CaseAction[] {
  const fits = (action: CaseAction): boolean =>
    lifeCycle[action].moves.some(({ from }) => from !== 'nothing' && from.includes(row.state))
  return CaseAction.options.filter((action) => !idle.includes(action) && fits(action))
}

/** Further on with each, some of them past their limit. */
function begun(k: number): CaseStory {
  const story = CaseStory.after('accept', 'file')
  if (k > 0) story.do('dispatch').wait(k % 2 === 0 ? HOUR : 3 * HOUR)
  if (k > 1)
    story
      .do('answer')
      .do('send-check')
      .do('answer-check', { fixed: k > 3 })
  if (k > 4) story.do('close')
  return story
}

/** A seat and a platform that both act on a few cases. */
class Hall {
  readonly seat = new TestSeat()
  readonly platform = new TestPlatform()
  #n = 100
  #now = MONDAY_NINE - DAY

  constructor() {
    for (let k = 0; k < CASES; k += 1) {
      const story = begun(k)
      const place = {
        ...story.case.place,
        street: streets[k % 2] ?? null,
        community: `社区${String(k)}`,
        grid: `34152300100100${String(k)}`,
      }
      this.platform.put('case', caseId(k), { ...story.case, id: caseId(k), place }, story.case.ver)
    }
    this.seat.read(this.platform)
  }

  take(step: Step): void {
    if (step.kind === 'send') this.seat.send(this.platform)
    else if (step.kind === 'read') this.seat.read(this.platform)
    else if (step.kind === 'forget') this.platform.put('case', caseId(step.case), null)
    else this.#act(step)
  }

  #act({ kind, case: k, pick, waitMs }: Step): void {
    this.#now += waitMs
    this.#n += 1
    const row = kind === 'own' ? this.seat.reader.caseById(caseId(k))?.row : this.platform.case(caseId(k))
    const open = row === undefined || row === null ? [] : openActions(row)
    const action = open[pick % Math.max(1, open.length)]
    if (row === undefined || row === null || action === undefined) {
      this.seat.do({ ...aReport(this.#n, this.#n), at: this.#now })
      return
    }
    const move = lifeCycle[action].moves.find(({ from }) => from !== 'nothing' && from.includes(row.state))
    const post = move?.posts[0] ?? 'acceptor'
    const person = post === 'inspector' ? row.inspector : null
    const args = action === 'answer-check' ? { fixed: pick % 2 === 0 } : {}
    const body = usualBody(action, args as never)
    if (kind === 'own') {
      const base = raisesVersion(action) ? { chain: { ver: row.ver } } : null
      this.seat.do({
        ...aCommand(this.#n, action, k, { base, post }),
        body,
        at: this.#now,
        person: person ?? aCommand(1, 'note').person,
      })
      return
    }
    const who = { person, personName: '李强', post, seat: null, offline: false, timeDoubt: false }
    this.platform.act({ ...who, id: cmdId(this.#n), caseId: caseId(k), at: this.#now, body })
  }
}

describe('figures kept while cases change', () => {
  it('are what counting every stored row anew gives, own acts included, after any sequence of writes', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 5, maxLength: 60 }), (steps) => {
        const hall = new Hall()
        for (const [i, step] of steps.entries()) {
          hall.take(step)
          if (i % 20 === 19) check(hall.seat)
        }
        check(hall.seat)
        hall.seat.read(hall.platform)
        check(hall.seat)

        hall.seat.rebuild(hall.platform)
        check(hall.seat)
        hall.seat.close()
      }),
      { numRuns: 20 },
    )
  }, 60_000)
})

/** A seat with one filed case for each row given. */
function seatWith(rows: readonly CaseStory['case'][]): TestSeat {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  for (const [k, row] of rows.entries())
    platform.put('case', caseId(k), { ...row, id: caseId(k), no: `B${String(1000 + k)}` }, row.ver)
  seat.read(platform)
  return seat
}

const today: Span = spanOf('day', evaluationDay(MONDAY_NINE))

describe('a question about cases', () => {
  it('tells overdue from not due as time passes, without a write', () => {
    const seat = seatWith([CaseStory.after('accept', 'file', 'dispatch').case])
    const at = (now: number) => seat.reader.evaluationCounts([today], 'department', everything, now)[0]?.counts

    expect(at(MONDAY_NINE + 2 * HOUR)).toMatchObject({ notDue: 1, overdue: 0, shouldClose: 0 })
    expect(at(MONDAY_NINE + 2 * HOUR + 1)).toMatchObject({ notDue: 0, overdue: 1, shouldClose: 1 })
  })

  it('answers with the cases behind a count, the latest first', () => {
    const late = (hours: number) =>
      CaseStory.after('accept', 'file', 'dispatch')
        .wait(hours * HOUR)
        .do('answer')
        .do('send-check')
        .do('answer-check')
        .do('close').case
    const seat = seatWith([late(1), late(3), late(9)])

    const behind = seat.reader.evaluationBehind('late', today, everything, { offset: 0, limit: 10 }, NOW)
    expect(behind.total).toBe(2)
    expect(behind.rows.map(({ no, lateMs, outcome }) => [no, (lateMs ?? 0) / HOUR, outcome])).toEqual([
      ['B1002', 7, 'closed-late'],
      ['B1001', 1, 'closed-late'],
    ])
    expect(seat.reader.evaluationLateness(today, everything, NOW).toSorted((a, b) => a - b)).toEqual([HOUR, 7 * HOUR])
    expect(seat.reader.evaluationBehind('shouldClose', today, everything, { offset: 1, limit: 1 }, NOW)).toMatchObject({
      total: 3,
      rows: [{ no: 'B1001' }],
    })
  })

  it('follows stages and their median times', () => {
    const answered = CaseStory.after()
      .wait(4 * 60_000)
      .do('accept')
      .do('file')
      .do('dispatch')
      .wait(HOUR)
      .do('answer')
    const seat = seatWith([answered.case, CaseStory.after().case])

    expect(seat.reader.evaluationStages(today, everything)).toEqual({
      reached: [2, 1, 1, 1, 1, 0, 0],
      medianMs: [null, 240_000, 0, 0, HOUR, null, null],
    })
    expect(seat.reader.evaluationStages(today, { ...everything, department: 'roads' }).reached[0]).toBe(0)
  })

  it('finds places where the same minor comes back three times within 50 m and 30 days', () => {
    const at = (days: number, lng: number) => ({
      ...CaseStory.after('accept').case,
      reportedAt: MONDAY_NINE + days * DAY,
      place: { ...CaseStory.after().case.place, lng },
    })
    const month: Span = { kind: 'month', from: today.from, to: today.from + 60 }
    const seat = seatWith([at(0, 116.95), at(4, 116.9503), at(9, 116.9502), at(11, 116.96), at(12, 116.96), at(50, 116.95)])

    const repeats = seat.reader.evaluationRepeats(month, everything, 10)
    expect(repeats.map(({ cases, medianDays }) => [cases, medianDays])).toEqual([[[caseId(0), caseId(1), caseId(2)], 4.5]])
  })

  it('counts hours, grids and closings of the present', () => {
    const row = CaseStory.after('accept', 'file', 'dispatch').case
    const placed = { ...row, place: { ...row.place, grid: '341523001001001' } }
    const seat = seatWith([placed, { ...placed, reportedAt: MONDAY_NINE - 3 * HOUR }, { ...row, reportedAt: MONDAY_NINE - DAY }])
    const now = MONDAY_NINE + 60_000

    const hours = seat.reader.evaluationHours(now)
    expect([hours.length, hours.at(-1), hours.at(-4)?.n]).toEqual([24, { from: MONDAY_NINE, n: 1, usual: 1 / 30 }, 1])
    expect(seat.reader.evaluationGrids('open', 0, now)).toEqual([{ grid: '341523001001001', n: 2 }])
    expect(seat.reader.evaluationGrids('overdue', 0, NOW)).toEqual([{ grid: '341523001001001', n: 2 }])
    expect(seat.reader.evaluationGrids('reported', today.from + 1, now)).toEqual([])
    expect(seat.reader.evaluationClosedOn(today.from)).toBe(0)
    expect(seat.reader.evaluationStanding()).toMatchObject({ pending: 0, lastFiledDay: today.from })
  })
})
