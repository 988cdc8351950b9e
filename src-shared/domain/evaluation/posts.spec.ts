import { describe, expect, it } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { CaseStory, HOUR, MINUTE } from '#tests/builders/case-story.ts'
import { notePostWork, postScore, volumeMonths } from './index.ts'
import type { EvaluatedPost, PersonTallies, PostMeasure } from './index.ts'

describe('the volume of a post', () => {
  const accepted = (due: number): PersonTallies => ({ acceptVolume: { due, good: due } })

  it('is judged by the months of the calendar, however many days they have', () => {
    expect(postScore('acceptor', accepted(2_010), volumeMonths('month')).score).toBe(100)
    expect(postScore('acceptor', accepted(2_000), volumeMonths('month')).score).toBe(90)
    expect(postScore('acceptor', accepted(12 * 2_001), volumeMonths('year')).score).toBe(100)
    expect(postScore('acceptor', accepted(12 * 2_001 - 1), volumeMonths('year')).score).toBe(90)
  })

  it('is no part of the score of a day or of ten days', () => {
    const tallies = { ...accepted(70), sendVerifyInTime: { due: 4, good: 2 }, sendCheckInTime: { due: 4, good: 4 } }

    for (const kind of ['day', 'ten-day'] as const) {
      expect(postScore('acceptor', tallies, volumeMonths(kind)).score).toBeCloseTo(((20 + 35) / 75) * 100)
      expect(postScore('acceptor', accepted(70), volumeMonths(kind))).toEqual({ score: null, level: null })
    }
  })
})

const person = '1001' as PersonId

/** What is noted of a story, piece by piece. */
function noted(post: EvaluatedPost, { case: told, flow }: CaseStory, row: CaseRow = told): (readonly [PostMeasure, boolean])[] {
  const found: (readonly [PostMeasure, boolean])[] = []
  notePostWork(post, row, flow.map((record) => ({ ...record, person })), (_, measure, isGood) => found.push([measure, isGood]))
  return found
}

function of(measure: PostMeasure, post: EvaluatedPost, story: CaseStory): boolean[] {
  return noted(post, story).filter(([name]) => name === measure).map(([, isGood]) => isGood)
}

describe('准确派遣率', () => {
  const failed = (story: CaseStory): CaseStory => story.do('answer').do('send-check').do('answer-check', { fixed: false })

  it('does not count a dispatch as right whose department had to do it again', () => {
    const story = failed(CaseStory.after('accept', 'file', 'dispatch'))
    expect(of('dispatchRight', 'dispatcher', story)).toEqual([true])

    story.do('rework').do('answer').do('send-check').do('answer-check').do('close')

    expect(of('dispatchRight', 'dispatcher', story)).toEqual([false])
  })

  it('judges each dispatch by what came before the next', () => {
    const story = failed(CaseStory.after('accept', 'file', 'dispatch', 'return', 'dispatch')).do('rework').do('re-dispatch')
    story.do('answer').do('send-check').do('answer-check').do('close')

    expect(of('dispatchRight', 'dispatcher', story)).toEqual([false, false, true])
  })
})

describe('work in time', () => {
  it('is told by the clock an act has ended, even when the seat’s wall clock was slow', () => {
    const story = CaseStory.after('accept', 'file').wait(HOUR)
    story.do('note').do('put-on-account').do('resume')
    story.do('dispatch', {}, { at: story.now - 30 * MINUTE })

    expect(story.clock('dispatch')).toMatchObject({ late: true, endedAt: story.now })
    expect(of('dispatchInTime', 'dispatcher', story)).toEqual([false])
  })

  it('goes by the clock of its own turn where a step is taken again', () => {
    const story = CaseStory.after('accept').wait(20 * MINUTE).do('file').do('return').do('file')
    story.do('dispatch').wait(MINUTE).do('return').wait(20 * MINUTE).do('dispatch')

    expect(of('fileInTime', 'shift-leader', story)).toEqual([false, true])
    expect(of('dispatchInTime', 'dispatcher', story)).toEqual([true, false])
  })

  it('leaves the task of another inspector out of an answer’s time', () => {
    const story = CaseStory.after('send-verify').wait(HOUR)
    story.do('send-verify', { inspector: 'J09' as PersonId }).wait(MINUTE).do('answer-verify')

    expect(of('verifyInTime', 'inspector', story)).toEqual([true])
    expect(of('sendVerifyInTime', 'acceptor', story)).toEqual([true])
  })

  it('counts a verification sent late by when it stopped the desk', () => {
    const story = CaseStory.after().wait(5 * MINUTE).do('send-verify').wait(HOUR).do('answer-verify')
    story.wait(11 * MINUTE).do('send-verify').do('answer-verify').do('accept')

    expect(of('sendVerifyInTime', 'acceptor', story)).toEqual([true, false])
  })

  it('is not counted where there is no clock', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch', 're-dispatch')
    const { case: row } = story

    expect(of('dispatchInTime', 'dispatcher', story)).toEqual([true])
    expect(noted('dispatcher', story, { ...row, clocks: [] }).map(([measure]) => measure)).not.toContain('dispatchInTime')
  })
})
