import { describe, expect, it } from 'vitest'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import { CaseStory, DAY, HOUR, MINUTE, MONDAY_NINE, smallCatalogue, storyHall, usualBody } from '#tests/builders/case-story.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import type { CaseId } from '#shared/kernel/ids.ts'

const handled = ['accept', 'file', 'dispatch', 'answer'] as const
const checked = [...handled, 'send-check', 'answer-check'] as const

describe('the plain way of a case', () => {
  it('goes from the call to the closed case, each desk step on its own clock', () => {
    const story = CaseStory.after(...checked, 'close')

    expect(story.case).toMatchObject({
      state: 'closed',
      ver: 8,
      className: '上水井盖',
      department: 'water',
      closedAt: MONDAY_NINE,
      dueAt: null,
    })
    expect(story.case.clocks.map((clock) => clock.kind)).toEqual([
      'accept',
      'file',
      'dispatch',
      'handle',
      'send-check',
      'check',
      'close',
    ])
    expect(story.case.clocks.every((clock) => clock.endedAt !== null && !clock.late)).toBe(true)
    expect(CaseRow.safeParse(story.case).success).toBe(true)
  })

  it('tells its story in numbered records that say who is asked next', () => {
    const { flow } = CaseStory.after(...checked)

    expect(flow.map((record) => [record.n, record.from, record.to, record.receiver])).toEqual([
      [1, null, 'reported', null],
      [2, 'reported', 'accepted', null],
      [3, 'accepted', 'filed', null],
      [4, 'filed', 'handling', 'water'],
      [5, 'handling', 'answered', null],
      [6, 'answered', 'checking', 'J02'],
      [7, 'checking', 'checked', null],
    ])
    expect(flow.every((record) => FlowRecord.safeParse(record).success)).toBe(true)
  })

  it('gives the department the limit of the condition in that grade of area', () => {
    const story = CaseStory.after('accept').do('file', { areaGrade: 'B' }).do('dispatch')

    expect(story.case.handleDueAt).toBe(MONDAY_NINE + 4 * HOUR)
    expect(story.case.dueAt).toBe(story.case.handleDueAt)
  })

  it('freezes that a step was late', () => {
    const story = CaseStory.after()
      .wait(16 * MINUTE)
      .do('accept')
      .wait(14 * MINUTE)
      .do('file')

    expect(story.clock('accept')?.late).toBe(true)
    expect(story.clock('file')?.late).toBe(false)
  })

  it('leaves the row it was given untouched', () => {
    const story = CaseStory.after('accept')
    const before = structuredClone(story.case)

    story.attempt('file')

    expect(story.case).toEqual(before)
  })
})

describe('who, what and when', () => {
  it('knows which post takes which step', () => {
    expect(CaseStory.after('accept', 'file').attempt('dispatch', {}, { post: 'acceptor' })).toMatchObject({
      error: { code: 'wrong-post', detail: 'acceptor' },
    })
  })

  it('makes a case once', () => {
    expect(CaseStory.after().attempt('report')).toMatchObject({ error: { code: 'case-exists' } })
    expect(new CaseStory().attempt('accept')).toMatchObject({ error: { code: 'not-found' } })
  })

  it('takes classes and conditions from the catalogue only', () => {
    expect(new CaseStory().attempt('report', { classCode: 'E9999' })).toMatchObject({
      error: { code: 'unknown-class', detail: 'class-known' },
    })
    expect(new CaseStory().attempt('report', { classCode: 'E0110', conditionId: 'C0101-1' })).toMatchObject({
      error: { code: 'unknown-condition' },
    })
    expect(CaseStory.after('accept').attempt('file', { conditionId: 'C0101-9' })).toMatchObject({
      error: { code: 'unknown-condition' },
    })
  })

  it('refuses an act that speaks of another case', () => {
    const other = '019a8c00-0000-7000-8000-0000000000ff' as CaseId

    expect(CaseStory.after().attempt('accept', {}, { caseId: other })).toMatchObject({
      error: { code: 'bad-request', detail: 'caseId' },
    })
  })

  it('keeps the time of a slow seat in the record but runs no clock backwards', () => {
    const story = CaseStory.after()
      .wait(10 * MINUTE)
      .do('accept')
      .wait(-HOUR)
      .do('file')

    expect(story.flow.at(-1)?.at).toBe(MONDAY_NINE - 50 * MINUTE)
    expect(story.clock('file')).toMatchObject({
      startedAt: MONDAY_NINE + 10 * MINUTE,
      endedAt: MONDAY_NINE + 10 * MINUTE,
      late: false,
    })
    expect(story.case.lastActAt).toBe(MONDAY_NINE + 10 * MINUTE)
  })

  it('does not let a note under a wrong clock make the case late', () => {
    const story = CaseStory.after()
      .do('note', {}, { at: MONDAY_NINE + 900 * DAY, timeDoubt: true })
      .wait(MINUTE)
      .do('accept')

    expect(story.clock('accept')?.late).toBe(false)
    expect(story.flow.at(-2)).toMatchObject({ timeDoubt: true, at: MONDAY_NINE + 900 * DAY })
  })

  it('runs no clock for a step the hall does not time', () => {
    const untimed = viewCatalogue({ ...smallCatalogue, deskLimits: {} })
    const story = new CaseStory()

    const folded = foldAct(null, story.act(usualBody('report')), { ...storyHall(), catalogue: untimed })

    expect(folded).toMatchObject({ ok: true, value: { row: { clocks: [], dueAt: null } } })
  })
})

describe('a case brought in from another system', () => {
  const imported = (row: Partial<CaseRow>): CaseStory => {
    const story = CaseStory.after('accept', 'file', 'dispatch')
    story.row = { ...story.case, clocks: [], dueAt: null, handleDueAt: null, conditionId: null, ...row }
    return story
  }

  it('is answered and closed although no clock came with it', () => {
    const story = imported({ state: 'handling' }).do('answer').do('send-check').do('answer-check').do('close')

    expect(story.case).toMatchObject({ state: 'closed', department: 'water' })
  })

  it('leaves the account for the step its department speaks for', () => {
    expect(imported({ state: 'on-account' }).do('resume').case.state).toBe('handling')
    expect(imported({ state: 'on-account', department: null }).do('resume').case.state).toBe('filed')
  })

  it('is dispatched only once it has a condition: the dispatcher gives it back to be filed', () => {
    const story = imported({ state: 'filed', department: null })
    expect(story.attempt('dispatch')).toMatchObject({ error: { code: 'unknown-condition', detail: 'limit-known' } })

    story.do('return').do('file').do('dispatch')

    expect(story.case.handleDueAt).toBe(story.now + 2 * HOUR)
  })
})
