import { describe, expect, it } from 'vitest'
import { CaseRow } from '#shared/domain/case/case-row.ts'
import { workListOf } from '#shared/domain/case/work-lists.ts'
import { caseAt, FULL_SIZE, NEWEST_AT } from './cases.ts'

const spread = Array.from({ length: 2_000 }, (_, k) => k * 650)

describe('the standard cases', () => {
  it('are rows as the platform sends them, over ten years', () => {
    for (const i of spread) expect(CaseRow.parse(caseAt(i))).toEqual(caseAt(i))

    const years = (NEWEST_AT - caseAt(FULL_SIZE - 1).reportedAt) / (365.25 * 86_400_000)
    expect(years).toBeCloseTo(10, 1)
  })

  it('have numbers of their own', () => {
    const numbers = new Set([...spread, ...Array.from({ length: 3_000 }, (_, i) => i)].map((i) => caseAt(i).no))

    expect(numbers.size).toBe(new Set([...spread, ...Array.from({ length: 3_000 }, (_, i) => i)]).size)
  })

  it('are open only among the newest, and then in every list of a step', () => {
    const newest = Array.from({ length: 900 }, (_, i) => caseAt(i))

    expect(new Set(newest.map(workListOf))).toEqual(new Set(['to-accept', 'to-file', 'to-dispatch', 'handling', 'to-check', 'to-close']))
    expect(spread.filter((i) => i >= 900).every((i) => workListOf(caseAt(i)) === null)).toBe(true)
  })
})
