import { describe, expect, it } from 'vitest'
import { attentionAtOf, statusOf, workListOf, workLists, workListsOf } from '#shared/domain/case/work-lists.ts'
import { termNames } from '#shared/domain/case/term-names.ts'
import { CaseStory, HOUR, MINUTE, MONDAY_NINE } from '#tests/builders/case-story.ts'

const toChecked = ['accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check'] as const

describe('work lists', () => {
  it.each([
    ['to-accept', CaseStory.after()],
    ['verify-out', CaseStory.after('send-verify')],
    ['to-file', CaseStory.after('accept')],
    ['to-dispatch', CaseStory.after('accept', 'file')],
    ['handling', CaseStory.after('accept', 'file', 'dispatch')],
    ['to-check', CaseStory.after('accept', 'file', 'dispatch', 'answer')],
    ['to-check', CaseStory.after('accept', 'file', 'dispatch', 'answer', 'send-check')],
    ['to-close', CaseStory.after(...toChecked)],
    ['on-account', CaseStory.after('accept', 'file', 'put-on-account')],
    [null, CaseStory.after(...toChecked, 'close')],
    [null, CaseStory.after('refuse')],
    [null, CaseStory.after('accept', 'file', 'void')],
  ])('%s holds the case of that step', (list, story) => {
    expect(workListOf(story.case)).toBe(list)
  })

  it('show what is supervised or urged in the list of its step and in 督办催办, until it ends', () => {
    const story = CaseStory.after('accept', 'urge')
    expect(workListsOf(story.case)).toEqual(['to-file', 'supervised'])

    story.do('refuse')

    expect(workListsOf(story.case)).toEqual([])
  })

  it('show an extension asked for and an open appeal to who decides', () => {
    expect(workListsOf(CaseStory.after('accept', 'file', 'dispatch', 'request-extension').case)).toEqual([
      'handling',
      'to-decide',
    ])

    const late = CaseStory.after('accept', 'file', 'dispatch').wait(3 * HOUR)
    for (const step of ['answer', 'send-check', 'answer-check', 'close', 'appeal'] as const) late.do(step)

    expect(workListsOf(late.case)).toEqual(['to-decide'])
  })

  it('show a closed case whose caller waits for a call', () => {
    const story = new CaseStory().do('report', { wantsCallBack: true })
    for (const step of [...toChecked, 'close'] as const) story.do(step)

    expect(workListOf(story.case)).toBe('call-back')
  })

  it('are each named once, in both languages', () => {
    expect([...workLists].sort()).toEqual(Object.keys(termNames.workLists).sort())
  })
})

describe('how pressing a case is', () => {
  const atMinute = (minute: number): number => MONDAY_NINE + minute * MINUTE

  it('turns to attention in the last quarter of the limit and to overdue after it', () => {
    const { case: row } = CaseStory.after()

    const statuses = [0, 11.2, 11.25, 15, 15.01].map((minute) => statusOf(row, atMinute(minute)))

    expect(statuses).toEqual(['normal', 'normal', 'attention', 'attention', 'overdue'])
  })

  it('is an emergency for an urgent case from the first minute on', () => {
    const { case: row } = new CaseStory().do('report', { urgent: true })

    expect([statusOf(row, atMinute(0)), statusOf(row, atMinute(16))]).toEqual(['emergency', 'emergency'])
  })

  it('leaves the time a clock stood still out of the quarter', () => {
    const story = CaseStory.after()
      .wait(5 * MINUTE)
      .do('send-verify')
      .wait(25 * MINUTE)
      .do('answer-verify')

    expect(story.case.dueAt).toBe(atMinute(40))
    expect(attentionAtOf(story.case)).toBe(atMinute(40) - 3.75 * MINUTE)
  })

  it('is calm on account and at the end, and unknown when an open case has no clock', () => {
    expect(statusOf(CaseStory.after('accept', 'file', 'put-on-account').case, atMinute(9999))).toBe('normal')
    expect(statusOf(CaseStory.after('refuse').case, atMinute(9999))).toBe('normal')
    expect(statusOf({ ...CaseStory.after().case, clocks: [], dueAt: null }, atMinute(0))).toBe('unknown')
  })
})
