import { describe, expect, it } from 'vitest'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import { allowedActions } from '#shared/domain/life-cycle/index.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { actionKeys, guardWords, orderActions } from './action-order.ts'
import type { OrderedActions } from './action-order.ts'

function ordered(story: CaseStory, ...posts: Post[]): OrderedActions {
  const { allowed, refused } = allowedActions(story.case, posts, story.now)
  const lines = [
    ...allowed.map(({ action, post }) => ({ action, post, refusedBy: null })),
    ...refused.map(({ action, refusal: { code, detail = null } }) => ({ action, post: posts[0]!, refusedBy: { code, detail } })),
  ]
  return orderActions(lines, story.case)
}

describe('the step of Ctrl+Enter', () => {
  it.each([
    [[], 'acceptor', 'accept'],
    [['accept'], 'acceptor', 'file'],
    [['accept', 'file'], 'dispatcher', 'dispatch'],
    [['accept', 'file', 'dispatch'], 'dispatcher', null],
    [['accept', 'file', 'dispatch', 'request-extension'], 'dispatcher', 'approve-extension'],
    [['accept', 'file', 'dispatch', 'answer'], 'acceptor', 'send-check'],
    [['accept', 'file', 'dispatch', 'answer', 'send-check'], 'acceptor', null],
    [['accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check'], 'shift-leader', 'close'],
    [['accept', 'send-verify'], 'acceptor', null],
  ] as [CaseAction[], Post, CaseAction | null][])('after %j for the %s is %s', (steps, post, step) => {
    expect(ordered(CaseStory.after(...steps), post).primary).toBe(step)
  })

  it('after a failed check sends the case back; closing it all the same stays at hand', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch', 'answer', 'send-check').do('answer-check', { fixed: false })

    const { primary, beside } = ordered(story, 'shift-leader')

    expect(primary).toBe('rework')
    expect(beside).toContain('close')
  })
})

describe('the other ways on', () => {
  it('show no step of another post and no step of another state', () => {
    const { primary, beside, aside, closed } = ordered(CaseStory.after('accept', 'file'), 'acceptor')

    expect([primary, beside, closed]).toEqual([null, [], []])
    expect(aside).toEqual(['note', 'urge'])
  })

  it('name the condition in the way where only a condition is', () => {
    const { closed } = ordered(CaseStory.after('accept', 'file', 'dispatch', 'put-on-account', 'resume'), 'dispatcher')

    const account = closed.find(({ action }) => action === 'put-on-account')

    expect(guardWords(account?.detail ?? null, 'zh')).toBe('以前没有挂过账')
    expect(guardWords('no-such-guard', 'zh')).toBeUndefined()
  })

  it('never share a key where both can be open at once', () => {
    const pairs = Object.entries(actionKeys)
    const isShared = ([action, key]: [string, string]): boolean => pairs.some(([other, same]) => other !== action && same === key)

    const shared = pairs.filter(isShared).map(([action]) => action)

    // A case waits for an extension while it is handled and for an appeal once it is closed.
    expect(shared.sort()).toEqual(['approve-extension', 'grant-appeal', 'refuse-appeal', 'refuse-extension'])
  })
})
