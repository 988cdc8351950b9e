import { describe, expect, it } from 'vitest'
import { aDraft } from '#tests/builders/a-draft.ts'
import { missingParts } from './missing.ts'
import type { DraftStanding } from './missing.ts'
import { reachesOf } from './posts.ts'

const filled: DraftStanding = {
  no: aDraft().no, classKnown: true, componentWrong: false, filesPending: false, duplicatesPending: false, advicePending: false, openDuplicates: 0, department: '',
  form: { ...aDraft().form, classCode: 'C0101', conditionId: 'C0101-1', lng: 116.9, lat: 31.4, description: '井盖裂了' },
}

describe('what a draft still lacks', () => {
  it('stands in the order of the form, so that the first is where to go', () => {
    const empty = { ...filled, form: aDraft().form, classKnown: false }

    expect(missingParts(empty, 'file')).toEqual(['place', 'classCode', 'conditionId', 'description'])
  })

  it('depends on how far the case goes at once', () => {
    const unconditioned = { ...filled, form: { ...filled.form, conditionId: '' } }

    expect(missingParts(unconditioned, 'accept')).toEqual([])
    expect(missingParts(unconditioned, 'file')).toEqual(['conditionId'])
    expect(missingParts(filled, 'dispatch')).toEqual(['department'])
  })

  it('includes a word on likely duplicates, a wrong component code and a number', () => {
    expect(missingParts({ ...filled, openDuplicates: 2 }, 'file')).toEqual(['duplicates'])
    expect(missingParts({ ...filled, componentWrong: true }, 'file')).toEqual(['component'])
    expect(missingParts({ ...filled, no: null }, 'report')).toEqual(['no'])
  })

  it('waits for duplicates, and for departments only where one is to be taken from the advice', () => {
    expect(missingParts({ ...filled, duplicatesPending: true }, 'report')).toEqual(['lookUp'])
    expect(missingParts({ ...filled, advicePending: true }, 'dispatch')).toEqual(['lookUp'])
    expect(missingParts({ ...filled, advicePending: true }, 'file')).toEqual([])
    expect(missingParts({ ...filled, advicePending: true, department: 'water' }, 'dispatch')).toEqual([])
  })

  it('waits for a file that is still being stored, however far the case goes', () => {
    expect(missingParts({ ...filled, filesPending: true }, 'report')).toEqual(['files'])
  })

  it('counts blanks as nothing', () => {
    expect(missingParts({ ...filled, form: { ...filled.form, description: ' \n　' } }, 'report')).toEqual(['description'])
  })
})

describe('how far a draft goes in one go', () => {
  it.each([
    [['acceptor'], ['report', 'accept', 'file']],
    [['acceptor', 'dispatcher'], ['report', 'accept', 'file', 'dispatch']],
    [['shift-leader'], ['report']],
    [['dispatcher'], []],
  ] as const)('for %j', (posts, reach) => {
    expect(reachesOf(posts)).toEqual(reach)
  })
})
