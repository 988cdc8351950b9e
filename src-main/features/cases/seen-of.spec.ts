import { describe, expect, it } from 'vitest'
import { CaseStory } from '#tests/builders/case-story.ts'
import { seenOf } from './seen-of.ts'

describe('a case as whoever decides sees it', () => {
  it('tells what the feed has brought from what is folded over it, and builds on the last act that moved the case', () => {
    const { case: row, flow: flows } = CaseStory.after('accept', 'file', 'dispatch')
    const [report, accept, file, dispatch] = flows.map(({ id }) => id)
    const flow = flows.map((one) => ({ ...one, pending: false }))

    const seen = seenOf({ row, base: row, flow, own: [file!, dispatch!] })

    expect(seen.told).toEqual([report, accept])
    expect(seen.seen).toEqual(expect.arrayContaining([report, accept, file, dispatch]))
    expect(seen.movedBy).toBe(dispatch)
  })
})
