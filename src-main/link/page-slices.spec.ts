import { describe, expect, it } from 'vitest'
import type { Change, ChangesPage } from '#shared/platform-api/changes.ts'
import { slicesOf } from './page-slices.ts'

const change = (seq: number, kind: string, id: string, row: Change['row'] = {}): Change => ({
  seq,
  kind,
  id,
  ver: 1,
  op: 'put',
  row,
})
const page = (changes: readonly Change[], next: number): ChangesPage => ({
  ...{ epoch: 'e', schema: 1, from: 10, next, head: 99, more: false, time: 0 },
  changes: [...changes],
})

describe('a large page', () => {
  it('is applied in several that follow one another without a gap and end where it ends', () => {
    const whole = page(
      Array.from({ length: 7 }, (_, i) => change(11 + i, 'grid', `g${String(i)}`)),
      20,
    )

    const slices = slicesOf(whole, 3)

    expect(slices.map(({ from, next, more, changes }) => [from, next, more, changes.length])).toEqual([
      [10, 13, true, 3],
      [13, 16, true, 3],
      [16, 20, false, 1],
    ])
    expect(slices.flatMap(({ changes }) => changes)).toEqual(whole.changes)
  })

  it('keeps a case and its flow records in one transaction', () => {
    const whole = page(
      [change(11, 'grid', 'g'), change(12, 'case', 'a'), change(13, 'flow', 'f', { caseId: 'a' }), change(14, 'case', 'b')],
      14,
    )

    expect(slicesOf(whole, 2).map(({ next }) => next)).toEqual([13, 14])
  })

  it('stays whole when it is small or empty', () => {
    expect(slicesOf(page([], 12), 2)).toEqual([page([], 12)])
    expect(slicesOf(page([change(11, 'grid', 'g')], 11), 2)).toHaveLength(1)
  })
})
