import { describe, expect, it } from 'vitest'
import { actArgs } from '#shared/domain/case/acts.ts'
import { CaseAction, CaseState, endStates } from '#shared/domain/case/terms.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import { allowedActions, canAct, guards, holders, lifeCycle, needsOf, raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { Move } from '#shared/domain/life-cycle/index.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { CaseStory, HOUR, storyHall, usualBody } from '#tests/builders/case-story.ts'

const allMoves = CaseAction.options.flatMap((action) => lifeCycle[action].moves.map((move) => ({ action, move })))
const resumable: Partial<Record<CaseState, readonly CaseState[]>> = {
  'verifying': ['reported', 'accepted'],
  'on-account': ['filed', 'handling'],
}

function targets(move: Move, from: CaseState): readonly CaseState[] {
  if (move.to === 'same') return [from]
  return move.to === 'where-it-was' ? (resumable[from] ?? []) : [move.to]
}

function reachableFrom(start: CaseState): Set<CaseState> {
  const seen = new Set([start])
  for (const state of seen) {
    const moves = allMoves.filter(({ move }) => move.from !== 'nothing' && move.from.includes(state))
    for (const to of moves.flatMap(({ move }) => targets(move, state))) seen.add(to)
  }
  return seen
}

describe('the table of the life cycle', () => {
  it('reaches every state from a report', () => {
    expect([...reachableFrom('reported')].sort()).toEqual([...CaseState.options].sort())
  })

  it('lets every open case reach closing', () => {
    const open = CaseState.options.filter((state) => !endStates.includes(state))

    expect(open.filter((state) => !reachableFrom(state).has('closed'))).toEqual([])
  })

  it('gives every action at least one move with a post and a start', () => {
    expect(Object.keys(lifeCycle).sort()).toEqual([...CaseAction.options].sort())
    expect(allMoves.filter(({ move }) => move.posts.length === 0 || move.from.length === 0)).toEqual([])
  })

  it('uses every guard', () => {
    const used = new Set(allMoves.flatMap(({ action, move }) => [...lifeCycle[action].guards, ...(move.guards ?? [])]))

    expect(Object.keys(guards).filter((name) => !used.has(name as keyof typeof guards))).toEqual([])
  })

  it('leaves refused and voided cases to notes and evidence alone', () => {
    const later = allMoves.filter(
      ({ move }) => move.from !== 'nothing' && (move.from.includes('refused') || move.from.includes('voided')),
    )

    expect(later.map(({ action }) => action)).toEqual(['note', 'attach'])
  })

  it('moves no case by an action that leaves the version alone', () => {
    const commuting = CaseAction.options.filter((action) => !raisesVersion(action))

    expect(commuting).toEqual(['supervise', 'urge', 'note', 'attach'])
    expect(
      commuting.flatMap((action) => lifeCycle[action].moves).every((move) => move.to === 'same' && move.clocks === undefined),
    ).toBe(true)
  })

  it.each(CaseAction.options)('asks for arguments that %s has, and for words where the schema insists on them', (action) => {
    const spec = lifeCycle[action]
    const { words } = spec
    expect(needsOf(spec).filter((name) => !(name in actArgs[action].shape))).toEqual([])

    const insists = words !== null && !actArgs[action].safeParse({ ...usualBody(action).args, [words.field]: '' }).success

    expect(insists).toBe(words?.required ?? false)
  })

  it('names a holder for every open state', () => {
    expect(CaseState.options.filter((state) => holders[state] === null)).toEqual(endStates)
  })
})

describe('files of a case', () => {
  const added = (post: Post, use: 'report' | 'handle' | 'check') => {
    const story = CaseStory.after('accept', 'file', 'dispatch')
    const attachment = { hash: 'b'.repeat(64), name: '照片.jpg', mime: 'image/jpeg', size: 3, use }
    const permit = canAct(story.case, { at: story.now, person: '3002' as PersonId, post, body: { action: 'attach', args: { attachment } } }, storyHall())
    return permit.ok ? 'ok' : [permit.error.code, permit.error.detail]
  }

  it('are of the handling alone when a department adds them: evidence of a check is an inspector’s', () => {
    expect([added('department', 'handle'), added('department', 'check'), added('department', 'report')]).toEqual([
      'ok', ['guard-failed', 'of-handling'], ['guard-failed', 'of-handling'],
    ])
    expect([added('inspector', 'check'), added('inspector', 'report'), added('dispatcher', 'check')]).toEqual(['ok', 'ok', 'ok'])
  })
})

describe('what I may do', () => {
  const namesOf = (story: CaseStory, ...posts: Post[]): string[] => {
    const { allowed } = allowedActions(story.case, posts, story.now)
    return allowed.map(({ action }) => action)
  }

  it('depends on my post and the state', () => {
    expect(namesOf(CaseStory.after(), 'acceptor')).toEqual(['accept', 'send-verify', 'refuse', 'urge', 'note', 'attach'])
    expect(namesOf(CaseStory.after('accept', 'file'), 'dispatcher')).toEqual([
      'dispatch',
      'return',
      'put-on-account',
      'supervise',
      'urge',
      'note',
      'attach',
    ])
    expect(namesOf(CaseStory.after('accept', 'file', 'dispatch'), 'department')).toEqual([
      'return',
      'answer',
      'request-extension',
      'note',
      'attach',
    ])
    expect(namesOf(CaseStory.after(), 'evaluator')).toEqual(['note'])
    expect(namesOf(CaseStory.after())).toEqual([])
  })

  it('is everything my posts allow together, each under the post that may, with what is to be asked for', () => {
    const { allowed } = allowedActions(CaseStory.after('accept').case, ['dispatcher', 'acceptor'], 0)

    expect(allowed.find(({ action }) => action === 'file')).toEqual({
      action: 'file',
      post: 'acceptor',
      needs: ['conditionId', 'areaGrade'],
    })
    expect(allowed.find(({ action }) => action === 'refuse')).toEqual({ action: 'refuse', post: 'acceptor', needs: ['reason'] })
    expect(allowed.find(({ action }) => action === 'supervise')?.post).toBe('dispatcher')
  })

  it('tells why the rest is closed', () => {
    const story = CaseStory.after('accept', 'file', 'dispatch').wait(3 * HOUR)

    const { refused } = allowedActions(story.case, ['dispatcher', 'department'], story.now)

    const refusalOf = (action: CaseAction): unknown => refused.find((one) => one.action === action)?.refusal
    expect(refusalOf('close')).toEqual({ code: 'illegal-move', detail: 'handling close' })
    expect(refusalOf('void')).toMatchObject({ code: 'wrong-post' })
    expect(refusalOf('request-extension')).toEqual({ code: 'guard-failed', detail: 'handling-in-time' })
    expect(refusalOf('approve-extension')).toEqual({ code: 'guard-failed', detail: 'extension-asked' })
  })

  it('keeps another inspector from answering when it knows who asks', () => {
    const { case: row } = CaseStory.after('send-verify')
    const answers = (person?: string): boolean => {
      const { allowed } = allowedActions(row, ['inspector'], 0, person)
      return allowed.some(({ action }) => action === 'answer-verify')
    }

    expect([answers(), answers('J01'), answers('J02')]).toEqual([true, true, false])
  })
})
