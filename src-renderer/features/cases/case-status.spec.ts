import { describe, expect, it } from 'vitest'
import { attentionAtOf, statusOf } from '#shared/domain/case/work-lists.ts'
import { CaseStory, MINUTE } from '#tests/builders/case-story.ts'
import { statusOfBrief } from './case-status.ts'

describe('a line of a work list', () => {
  it.each([0, 11, 12, 15, 16, 600])('is as pressing as the rule says of its case, %i minutes on', (minutes) => {
    const story = CaseStory.after()
    const row = story.case
    const now = story.now + minutes * MINUTE

    const shown = statusOfBrief({ state: row.state, dueAt: row.dueAt, attentionAt: attentionAtOf(row), urgent: row.urgent }, now)

    expect(shown).toBe(statusOf(row, now))
  })

  it('that nobody has a limit for is said to be unknown, but one on account stands still on purpose', () => {
    const none = { dueAt: null, attentionAt: null, urgent: false }

    expect(statusOfBrief({ state: 'accepted', ...none }, 0)).toBe('unknown')
    expect(statusOfBrief({ state: 'on-account', ...none }, 0)).toBe('normal')
    expect(statusOfBrief({ state: 'closed', ...none }, 0)).toBe('normal')
  })
})
