import { describe, expect, it } from 'vitest'
import { foldAct } from '#shared/domain/case/fold.ts'
import { CaseStory, DAY, HOUR, MINUTE, MONDAY_NINE, smallCatalogue, storyHall, usualBody } from '#tests/builders/case-story.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import type { CaseId, DepartmentId, PersonId } from '#shared/kernel/ids.ts'

const handled = ['accept', 'file', 'dispatch', 'answer'] as const
const checked = [...handled, 'send-check', 'answer-check'] as const

describe('核实 verifying before filing', () => {
  it('stops the accepting clock while the inspector looks', () => {
    const story = CaseStory.after()
      .wait(10 * MINUTE)
      .do('send-verify')
      .wait(20 * MINUTE)
    expect(story.case.dueAt).toBe(MONDAY_NINE + 40 * MINUTE)

    story.do('answer-verify')

    expect(story.case).toMatchObject({ state: 'reported', inspector: null, verifyResult: true, dueAt: story.now + 5 * MINUTE })
  })

  it('comes back to filing when it was sent from there', () => {
    expect(CaseStory.after('accept', 'send-verify', 'answer-verify').case.state).toBe('accepted')
  })

  it('may be given to another inspector, whose answer alone counts then', () => {
    const story = CaseStory.after('send-verify')
      .wait(HOUR)
      .do('send-verify', { inspector: 'J09' as PersonId })

    expect(story.attempt('answer-verify', {}, { person: 'J01' as PersonId })).toMatchObject({
      error: { code: 'guard-failed', detail: 'asked-inspector' },
    })
    expect(story.do('answer-verify').case.state).toBe('reported')
    expect(story.case.clocks.map((clock) => [clock.kind, clock.late])).toEqual([
      ['accept', false],
      ['verify', true],
      ['verify', false],
    ])
  })

  it('keeps what was not found from being filed, but lets it be refused', () => {
    const story = CaseStory.after('accept', 'send-verify').do('answer-verify', { confirmed: false })

    expect(story.attempt('file')).toMatchObject({ error: { code: 'guard-failed', detail: 'not-denied' } })
    expect(story.do('refuse').case).toMatchObject({ state: 'refused', dueAt: null })
  })
})

describe('不立案 and 作废', () => {
  it('refuses with a reason only', () => {
    const story = CaseStory.after()
    const act = story.act({ action: 'refuse', args: { reason: '  ', duplicateOf: null } })

    expect(foldAct(story.row, act, storyHall(1))).toMatchObject({ error: { code: 'reason-required', detail: 'reason' } })
  })

  it('names the case it duplicates, never itself', () => {
    const story = CaseStory.after()
    const other = '019a8c00-0000-7000-8000-0000000000ff' as CaseId

    expect(story.attempt('refuse', { duplicateOf: story.case.id })).toMatchObject({
      error: { detail: 'not-duplicate-of-itself' },
    })
    expect(story.do('refuse', { duplicateOf: other }).case.duplicateOf).toBe(other)
  })

  it('voids a wrong filing even while it is on account, and nothing stays open', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch', 'put-on-account').do('void')

    expect(story.case).toMatchObject({ state: 'voided', onAccountUntil: null, resumeTo: null, dueAt: null })
    expect(story.case.clocks.every((clock) => clock.endedAt !== null)).toBe(true)
  })

  it('voids nothing that was not filed', () => {
    expect(CaseStory.after('accept').attempt('void')).toMatchObject({ error: { code: 'illegal-move', detail: 'accepted void' } })
  })
})

describe('退回 and 改派', () => {
  it('goes back to the dispatcher when the department is not competent', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch').do('request-extension').do('return')

    expect(story.case).toMatchObject({ state: 'filed', department: null, returns: 1, extensionAsked: false, handleDueAt: null })
    expect(story.clock('handle')?.endedAt).toBe(story.now)
  })

  it('goes back to filing when the dispatcher finds it filed wrongly', () => {
    expect(CaseStory.after('accept', 'file', 'return').case).toMatchObject({
      state: 'accepted',
      filedAt: null,
      returns: 0,
      conditionId: 'C0101-1',
    })
  })

  it('gives another department the whole limit and keeps that the first was late', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch')
      .wait(3 * HOUR)
      .do('re-dispatch')

    expect(story.case).toMatchObject({ state: 'handling', department: 'roads', handleDueAt: story.now + 2 * HOUR })
    expect(story.case.clocks.filter((clock) => clock.kind === 'handle').map((clock) => clock.late)).toEqual([true, false])
  })

  it('cannot be given to the department that has it, nor to an unknown one', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch')

    expect(story.attempt('re-dispatch', { department: 'water' as DepartmentId })).toMatchObject({
      error: { detail: 'other-department' },
    })
    expect(story.attempt('re-dispatch', { department: '__proto__' as DepartmentId })).toMatchObject({
      error: { code: 'unknown-department' },
    })
  })
})

describe('返工 rework after a failed check', () => {
  it('goes to the same department with everything kept, the whole limit again, and counts', () => {
    const story = CaseStory.after(...handled, 'send-check')
      .do('answer-check', { fixed: false })
      .wait(HOUR)
      .do('rework')

    expect(story.case).toMatchObject({
      state: 'handling',
      department: 'water',
      reworks: 1,
      conditionId: 'C0101-1',
      checkResult: false,
    })
    expect(story.case.handleDueAt).toBe(story.now + 2 * HOUR)
    expect(story.flow.at(-1)?.receiver).toBe('water')
  })

  it('is not for what was found fixed', () => {
    expect(CaseStory.after(...checked).attempt('rework')).toMatchObject({
      error: { code: 'guard-failed', detail: 'check-failed' },
    })
  })

  it('is the leader’s choice: closing all the same needs words', () => {
    const story = CaseStory.after(...handled, 'send-check').do('answer-check', { fixed: false })

    expect(story.attempt('close')).toMatchObject({ error: { code: 'reason-required', detail: 'explained-if-not-fixed' } })
    expect(story.do('close', { words: '已转专项整治' }).case.state).toBe('closed')
  })

  it('keeps the limit of the case when the catalogue has lost its condition', () => {
    const story = CaseStory.after(...handled, 'send-check').do('answer-check', { fixed: false })
    const emptied = viewCatalogue({ ...smallCatalogue, version: 'small-2', classes: [] })

    const folded = foldAct(story.row, story.act(usualBody('rework')), { ...storyHall(), catalogue: emptied })

    expect(folded).toMatchObject({ ok: true, value: { row: { handleDueAt: story.now + 2 * HOUR } } })
  })
})

describe('延期 extension', () => {
  it('adds one more original limit, twice at most; refusals do not count', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch')
    story.do('request-extension').do('refuse-extension')
    for (const round of [1, 2]) {
      story.do('request-extension').do('approve-extension')
      const handleDueAt = MONDAY_NINE + (1 + round) * 2 * HOUR
      expect(story.case).toMatchObject({ extensions: round, extensionAsked: false, handleDueAt })
    }

    expect(story.attempt('request-extension')).toMatchObject({ error: { detail: 'extensions-left' } })
  })

  it('is asked for and granted in time only, and not twice at once', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch').do('request-extension')
    expect(story.attempt('request-extension')).toMatchObject({ error: { detail: 'extension-not-asked' } })

    story.wait(2 * HOUR + 1)

    expect(story.attempt('approve-extension')).toMatchObject({ error: { code: 'guard-failed', detail: 'handling-in-time' } })
    expect(story.do('refuse-extension').attempt('request-extension')).toMatchObject({ error: { detail: 'handling-in-time' } })
  })
})

describe('挂账 on account', () => {
  it('stops the clock and starts it again where it was', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch').wait(HOUR).do('put-on-account')
    expect(story.case).toMatchObject({ state: 'on-account', dueAt: null, handleDueAt: null })

    story.wait(10 * DAY).do('resume')

    expect(story.case).toMatchObject({ state: 'handling', onAccountUntil: null, handleDueAt: story.now + HOUR })
  })

  it('resumes by itself at its end, never before, even if the system is late to say so', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch', 'put-on-account').wait(29 * DAY)
    expect(story.attempt('resume', {}, { post: 'system' })).toMatchObject({ error: { detail: 'account-run-out' } })

    story.wait(2 * DAY).do('resume', {}, { post: 'system' })

    expect(story.case.handleDueAt).toBe(MONDAY_NINE + 30 * DAY + 2 * HOUR)
  })

  it('happens once a case and for a year at most', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch')
    expect(story.attempt('put-on-account', { until: story.now + 367 * DAY })).toMatchObject({
      error: { detail: 'within-a-year' },
    })
    expect(story.attempt('put-on-account', { until: story.now })).toMatchObject({ error: { detail: 'within-a-year' } })

    story.do('put-on-account').do('resume')

    expect(story.attempt('put-on-account')).toMatchObject({ error: { detail: 'never-on-account' } })
  })
})

describe('超期申诉 appeal', () => {
  const closedLate = (): CaseStory => {
    const story = CaseStory.after('accept', 'file', 'dispatch').wait(3 * HOUR)
    return story.do('answer').do('send-check').do('answer-check').do('close')
  }

  it('excuses the department but keeps the fact that it was late', () => {
    const story = closedLate().do('appeal').do('grant-appeal')

    expect(story.case).toMatchObject({ state: 'closed', appeal: 'granted', exempt: true })
    expect(story.clock('handle')?.late).toBe(true)
  })

  it('is heard once, with a reason for either side', () => {
    const story = closedLate().do('appeal').do('refuse-appeal')

    expect(story.case).toMatchObject({ appeal: 'refused', exempt: false })
    expect(story.attempt('appeal')).toMatchObject({ error: { detail: 'never-appealed' } })
  })

  it('is not for who was in time', () => {
    expect(CaseStory.after(...checked, 'close').attempt('appeal')).toMatchObject({ error: { detail: 'handled-late' } })
  })
})

describe('自处置, 督办, 催办, 回访', () => {
  it('closes what the inspector put right on the spot after a look by the seat', () => {
    const story = new CaseStory().do('report', { source: 'self-handled' }, { post: 'inspector' }).do('close-self-handled')

    expect(story.case).toMatchObject({ state: 'closed', filedAt: null, closedAt: MONDAY_NINE })
    expect(CaseStory.after().attempt('close-self-handled')).toMatchObject({ error: { detail: 'self-handled' } })
  })

  it('counts supervision and urging without making anybody’s command stale', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch')
    const { ver } = story.case

    story.do('supervise').do('urge').do('urge').do('note').do('attach')

    expect(story.case).toMatchObject({ ver, supervised: 1, urged: 2, state: 'handling' })
    expect(story.flow.slice(-5, -2).map((record) => record.receiver)).toEqual(['water', 'water', 'water'])
  })

  it('keeps one piece of evidence once, however often it is sent', () => {
    expect(CaseStory.after('attach', 'attach').case.attachments).toHaveLength(1)
  })

  it('closes the loop with a satisfied caller', () => {
    const story = new CaseStory().do('report', { wantsCallBack: true })
    for (const step of [...checked, 'close'] as const) story.do(step)
    expect(story.case.callBack).toBe('due')

    story.do('call-back')

    expect(story.case).toMatchObject({ state: 'closed', callBack: 'satisfied' })
  })

  it('puts the case back into the flow when the caller is not satisfied', () => {
    const story = new CaseStory().do('report', { wantsCallBack: true })
    for (const step of [...checked, 'close'] as const) story.do(step)

    story.do('call-back', { satisfied: false, words: '井盖还在响' })

    expect(story.case).toMatchObject({
      state: 'filed',
      callBack: 'unsatisfied',
      closedAt: null,
      department: null,
      dueAt: story.now + 15 * MINUTE,
    })
    expect(story.do('dispatch').case.state).toBe('handling')
  })
})
