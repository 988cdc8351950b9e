import { describe, expect, it } from 'vitest'
import { CaseAction } from '#shared/domain/case/terms.ts'
import { lifeCycle } from '#shared/domain/life-cycle/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { CaseStory, DAY } from '#tests/builders/case-story.ts'
import { actBodyOf, askedFields, emptyAnswers, missingAnswers } from './action-form.ts'
import type { ActionAnswers } from './action-form.ts'

const row = CaseStory.after().case
const filled: ActionAnswers = {
  department: 'water', inspector: 'J01', conditionId: 'C0101-1', areaGrade: 'A', urgent: false, until: row.reportedAt + DAY, yes: true, words: '照此办理',
}
const askable = CaseAction.options.filter((action) => action !== 'report' && action !== 'attach')

describe('what a step asks', () => {
  it.each([
    ['accept', ['words']],
    ['file', ['conditionId', 'areaGrade', 'urgent', 'words']],
    ['dispatch', ['department', 'words']],
    ['re-dispatch', ['department', 'reason']],
    ['send-check', ['inspector', 'words']],
    ['answer-check', ['yes', 'words']],
    ['put-on-account', ['until', 'reason']],
    ['refuse', ['reason']],
    ['note', ['reason']],
    ['call-back', ['yes', 'words']],
  ] as const)('%s: %j', (action, fields) => {
    expect(askedFields(action)).toEqual(fields)
  })

  it.each(askable)('is enough for %s: filled in, the body passes its schema', (action) => {
    expect(missingAnswers(action, filled, row)).toEqual([])
    expect(unwrap(actBodyOf(action, filled)).action).toBe(action)
  })

  it.each(askable.filter((action) => lifeCycle[action].words?.required === true))('has a reason for %s, blanks being none', (action) => {
    expect(missingAnswers(action, { ...filled, words: ' 　' }, row).length).toBeGreaterThan(0)
    expect(actBodyOf(action, { ...filled, words: '  ' }).ok).toBe(false)
  })

  it('begins with what the case already says', () => {
    expect(emptyAnswers({ ...row, conditionId: 'C0101-1', inspector: null })).toMatchObject({ conditionId: 'C0101-1', areaGrade: row.areaGrade, department: '', yes: null })
  })

  it('includes why, when a case is closed although the check failed', () => {
    const failed = { ...row, checkResult: false }

    expect(missingAnswers('close', { ...filled, words: '' }, failed)).toEqual(['notFixed'])
    expect(missingAnswers('close', { ...filled, words: '' }, { ...row, checkResult: true })).toEqual([])
  })
})
