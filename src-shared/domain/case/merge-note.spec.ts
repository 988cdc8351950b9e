import { describe, expect, it } from 'vitest'
import { leftBehind, mergeNote } from './merge-note.ts'
import type { MergedCall } from './merge-note.ts'

const call: MergedCall = {
  ...{ reporterName: '张建国', reporterPhone: '138 1234 6021', wantsCallBack: true, urgent: false },
  ...{ address: '梅河路 3 号对面', description: '井盖裂成两半 ' },
}
const nothing: MergedCall = { ...call, reporterName: ' ', reporterPhone: '', wantsCallBack: false, address: '梅河路' }

describe('a call that is merged into a case', () => {
  it('takes number, wish and place along, and of the name no more than a mask shows', () => {
    expect(mergeNote(call, '梅河路')).toBe('井盖裂成两半\n来电人 张**，电话 138 1234 6021，需要回访，位置 梅河路 3 号对面')
    expect(leftBehind(call)).toEqual(['reporterName'])
  })

  it('is its words alone where it says no more than the case does', () => {
    expect(mergeNote(nothing, '梅河路')).toBe('井盖裂成两半')
    expect(leftBehind(nothing)).toEqual([])
  })

  it.each(['8612312', '0564-8612312 转 801', '13812346021 13912345678', '张家'])('does not put %j into the open', (reporterPhone) => {
    expect(mergeNote({ ...nothing, reporterPhone }, '梅河路')).toBe('井盖裂成两半')
    expect(leftBehind({ ...nothing, reporterPhone })).toEqual(['reporterPhone'])
  })
})
