// A hall that writes cases in any order, and the figures it keeps against a count of every stored row.
import fc from 'fast-check'
import { expect } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { CaseAction } from '#shared/domain/case/terms.ts'
import { lifeCycle, raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { evaluationDay, spanOf, spansUpTo } from '#shared/domain/evaluation/index.ts'
import { cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import type { FactDimension, FactFilter } from '#main/db-worker/evaluation-api.ts'
import { aCommand, aReport } from './a-command.ts'
import { TestPlatform } from './a-platform.ts'
import { TestSeat } from './a-seat.ts'
import { CaseStory, DAY, HOUR, MONDAY_NINE, usualBody } from './case-story.ts'
import { caseId, cmdId } from './ids.ts'
import { comparable, naiveCounts } from './naive-counts.ts'

const anywhere = { street: null, community: null, department: null, grid: null }
export const everything: FactFilter = { classes: null, sources: null, ...anywhere }
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

/** Any sequence of writes, `numRuns` times: what is kept is what counting anew gives. */
export function keepFigures(numRuns: number): void {
  const property = fc.property(fc.array(anyStep, { minLength: 5, maxLength: 60 }), (steps) => {
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
  })
  fc.assert(property, { numRuns })
}
