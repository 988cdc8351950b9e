import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldAct } from '#shared/domain/case/fold.ts'
import { CaseAction } from '#shared/domain/case/terms.ts'
import type { DepartmentId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { CaseStory, storyHall, usualBody } from '#tests/builders/case-story.ts'
import { actNow, compareRows, comparedFields, mergeBody, mergeable, openFields } from './index.ts'

const roads = 'roads' as DepartmentId
const base = CaseStory.after('accept', 'file')
const mine = unwrap(base.attempt('dispatch', { department: 'water' as DepartmentId })).row
const theirs = unwrap(base.attempt('dispatch', { department: roads })).row
const dispatch = usualBody('dispatch', { department: 'water' as DepartmentId, words: '近水厂' })
const code = (result: ReturnType<typeof actNow>): string => (result.ok ? 'ok' : result.error.code)

describe('three rows side by side', () => {
  it('differ in what either has changed, and the rest is counted', () => {
    const { differing, same } = compareRows(base.case, mine, theirs)

    expect(differing).toEqual(['state', 'department', 'handleDueAt'])
    expect(same).toBe(comparedFields.length - 3)
  })

  it('do not differ from a side that nobody knows', () => {
    expect(compareRows(null, mine, theirs).differing).toEqual(['department'])
    expect(compareRows(null, null, theirs).differing).toEqual([])
  })
})

describe('choosing field by field', () => {
  it('is open for what the act itself decides, and closed for what follows from it', () => {
    const { differing } = compareRows(base.case, mine, theirs)

    expect(openFields(dispatch, theirs, differing)).toEqual(['department'])
    expect(openFields(usualBody('close'), theirs, differing)).toEqual([])
    expect(openFields(dispatch, null, differing)).toEqual([])
  })

  it('makes the same act with the arguments chosen', () => {
    const { case: seen } = CaseStory.after('accept')
    const filed = usualBody('file', { conditionId: 'C0101-1', areaGrade: 'C', urgent: true })

    const merged = unwrap(mergeBody(filed, { areaGrade: 'theirs', urgent: 'mine' }, seen))

    expect(merged).toEqual(usualBody('file', { conditionId: 'C0101-1', areaGrade: seen.areaGrade, urgent: true }))
  })

  it('reaches into the place of a report', () => {
    const report = usualBody('report')
    const other = { ...base.case, place: { ...base.case.place, address: '周瑜大道' } }

    const merged = unwrap(mergeBody(report, { address: 'theirs' }, other))

    expect(merged.args).toMatchObject({ place: { address: '周瑜大道', lng: 116.95 } })
  })

  it('says why it cannot be', () => {
    expect(mergeBody(usualBody('accept'), {}, theirs)).toMatchObject({ ok: false, error: { code: 'nothing-to-merge' } })
    expect(mergeBody(dispatch, {}, null)).toMatchObject({ ok: false, error: { code: 'nothing-to-merge' } })
    expect(mergeBody(dispatch, { department: 'theirs' }, base.case)).toMatchObject({
      ...{ ok: false, error: { code: 'bad-request', detail: 'department' } },
    })
  })

  it('gives an act of the same kind that passes its schema, whatever is chosen and whatever field is named', () => {
    const actions = fc.constantFrom(...CaseAction.options.filter(mergeable))
    const sides = fc.dictionary(fc.oneof(fc.constantFrom(...comparedFields), fc.string()), fc.constantFrom('mine', 'theirs'))

    fc.assert(
      fc.property(actions, sides, (action, chosen) => {
        const body = usualBody(action)
        const merged = mergeBody(body, chosen, theirs)
        if (merged.ok) expect(usualBody(action, merged.value.args)).toEqual(merged.value)
        else expect(merged.error.code).toBe('bad-request')
      }),
    )
  })

  it('leaves an act alone when everything is mine', () => {
    for (const action of CaseAction.options.filter(mergeable)) {
      expect(mergeBody(usualBody(action), {}, theirs)).toEqual({ ok: true, value: usualBody(action) })
    }
  })
})

describe('doing now what was meant', () => {
  it('dispatches a case that somebody has dispatched meanwhile as 改派, with the words said as the reason', () => {
    const now = unwrap(actNow(dispatch, theirs, null))

    expect(now).toEqual({ action: 're-dispatch', args: { department: 'water', reason: '近水厂' } })
    expect(unwrap(actNow(dispatch, theirs, '权属在水厂')).args).toMatchObject({ reason: '权属在水厂' })
    expect(foldAct(theirs, base.act(now, { post: 'dispatcher' }), storyHall()).ok).toBe(true)
  })

  it('asks for the reason where none was said, and sees when nothing would change', () => {
    expect(code(actNow(usualBody('dispatch'), theirs, '  '))).toBe('reason-required')
    expect(code(actNow(usualBody('dispatch', { department: roads }), theirs, '同意'))).toBe('merge-changes-nothing')
    expect(code(actNow(usualBody('re-dispatch', { department: roads }), theirs, null))).toBe('merge-changes-nothing')
  })

  it('dispatches one that has come back', () => {
    expect(unwrap(actNow(usualBody('re-dispatch'), base.case, null))).toMatchObject({
      action: 'dispatch',
      args: { words: '权属不符' },
    })
  })

  it('leaves every other act what it is', () => {
    for (const action of CaseAction.options)
      expect(unwrap(actNow(usualBody(action), base.case, null)).action).toBe(action === 're-dispatch' ? 'dispatch' : action)
  })
})
