import { describe, expect, it } from 'vitest'
import type { Limit } from '#shared/domain/case/terms.ts'
import { HOUR, MINUTE, MONDAY_NINE } from '#tests/builders/case-story.ts'
import { stepsAfter } from './steps-ahead.ts'

const minutes = (value: number): Limit => ({ kind: 'desk-minutes', value })
const desk = { 'accept': minutes(15), 'verify': minutes(30), 'file': minutes(15), 'dispatch': minutes(15), 'check': minutes(30), 'close': minutes(15) }

describe('the steps still to come', () => {
  it('follow one another, each with the latest time at which it may be done', () => {
    const ahead = stepsAfter('accept', MONDAY_NINE, { desk, handle: { kind: 'urgent-hours', value: 2 } })

    expect(ahead.map(({ kind, latest }) => [kind, latest === null ? null : latest - MONDAY_NINE])).toEqual([
      ['file', 15 * MINUTE], ['dispatch', 30 * MINUTE], ['handle', 2 * HOUR + 30 * MINUTE], ['check', 3 * HOUR], ['close', 3 * HOUR + 15 * MINUTE],
    ])
  })

  it('promise no time behind a limit that counts working hours only', () => {
    const ahead = stepsAfter('dispatch', MONDAY_NINE, { desk, handle: { kind: 'working-days', value: 3 } })

    expect(ahead.map(({ latest }) => latest)).toEqual([null, null, null])
  })

  it('promise nothing behind handling while nobody knows how long that may take', () => {
    const ahead = stepsAfter('file', MONDAY_NINE, { desk, handle: undefined })

    expect(ahead.map(({ kind, latest }) => [kind, latest !== null])).toEqual([['dispatch', true], ['check', false], ['close', false]])
  })

  it('promise no time while the clock stands still', () => {
    expect(stepsAfter('file', null, { desk, handle: undefined }).map(({ kind, latest }) => [kind, latest])).toEqual([
      ['dispatch', null], ['check', null], ['close', null],
    ])
  })
})
