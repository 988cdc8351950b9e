import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { clockTime } from '#shared/domain/case/clocks.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import { CaseAction, CaseState, Post, endStates } from '#shared/domain/case/terms.ts'
import { workListsOf } from '#shared/domain/case/work-lists.ts'
import { allowedActions, raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { DepartmentId } from '#shared/kernel/ids.ts'
import { CaseStory, DAY, MINUTE, storyHall, usualBody } from '#tests/builders/case-story.ts'

const stray = fc.record({ action: fc.constantFrom(...CaseAction.options), post: fc.constantFrom(...Post.options) })

/** One step of a random walk: mostly an allowed action, now and then any by anybody, after any wait, answered yes or no. */
const step = fc.record({
  stray: fc.option(stray, { freq: 1 }),
  pick: fc.nat(),
  waitMs: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -10 * MINUTE, max: 20 * MINUTE }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40 * DAY }) },
  ),
  yes: fc.boolean(),
  department: fc.constantFrom('water', 'roads', 'green', 'nowhere'),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Attempt {
  readonly action: CaseAction
  readonly folded: ReturnType<CaseStory['attempt']>
}

function attempt(story: CaseStory, { stray, pick, waitMs, yes, department }: Step): Attempt {
  story.now = Math.max(0, story.now + waitMs)
  const { action, post } = stray ?? pickAllowed(story, pick)
  const answers = {
    confirmed: yes,
    fixed: yes,
    satisfied: yes,
    department: department as DepartmentId,
    until: story.now + DAY,
    words: '说明',
  }
  const args = Object.fromEntries(Object.entries(answers).filter(([name]) => name in usualBody(action).args))
  return { action, folded: story.attempt(action, args, { post }) }
}

/** Three times in four something that moves the case on and does not end it early, so that walks get far. */
function pickAllowed(story: CaseStory, pick: number): { action: CaseAction; post: Post } {
  const { allowed } = allowedActions(story.case, Post.options, story.now)
  const moving = allowed.filter(({ action }) => raisesVersion(action) && action !== 'refuse' && action !== 'void')
  const pool = pick % 4 === 0 || moving.length === 0 ? allowed : moving
  return pool[Math.floor(pick / 4) % pool.length] ?? { action: 'note', post: 'system' }
}

function begin(wantsCallBack: boolean, selfHandled: boolean): CaseStory {
  return new CaseStory().do('report', { wantsCallBack, source: selfHandled ? 'self-handled' : 'hotline' })
}

function expectSound(row: CaseRow): void {
  const open = row.clocks.filter((clock) => clock.endedAt === null)
  const running = open.filter((clock) => clock.pauses.every((pause) => pause.to !== null))
  expect(CaseRow.safeParse(row).error).toBeUndefined()
  expect(running.length).toBeLessThanOrEqual(1)
  expect(row.dueAt).toBe(running[0]?.dueAt ?? null)
  expect(row.clocks.every((clock) => clock.endedAt === null || clock.endedAt >= clock.startedAt)).toBe(true)
  expect(row.inspector !== null).toBe(row.state === 'verifying' || row.state === 'checking')
  expect(row.resumeTo !== null).toBe(row.state === 'verifying' || row.state === 'on-account')
  expect(row.onAccountUntil !== null).toBe(row.state === 'on-account')
  expect(row.closedAt !== null).toBe(row.state === 'closed')
  expect(row.extensions).toBeLessThanOrEqual(2)
  if (endStates.includes(row.state)) expect(open).toEqual([])
  else expect([row.state === 'on-account' ? 0 : 1, workListsOf(row).length > 0]).toEqual([running.length, true])
  if (row.state === 'handling' || row.state === 'answered') expect(row.department).not.toBeNull()
}

describe('random walks through the life cycle', () => {
  const walk = fc.array(step, { maxLength: 60 })

  it('never leave an unsound row, a gap in the story or a version that falls', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), walk, (wantsCallBack, selfHandled, steps) => {
        const story = begin(wantsCallBack, selfHandled)
        for (const one of steps) {
          const before = story.case
          const { action, folded } = attempt(story, one)
          if (!folded.ok) continue
          const { row, flow } = folded.value
          expectSound(row)
          expect(FlowRecord.safeParse(flow).success).toBe(true)
          expect(flow).toMatchObject({ n: story.flow.length + 1, from: before.state, to: row.state })
          expect(row.ver - before.ver).toBe(raisesVersion(action) ? 1 : 0)
          for (const count of ['reworks', 'returns', 'extensions', 'supervised', 'urged'] as const) {
            expect(row[count]).toBeGreaterThanOrEqual(before[count])
          }
          expect(row.lastActAt).toBeGreaterThanOrEqual(before.lastActAt)
          story.row = row
          story.flow.push(flow)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('are refused by values of the catalogue and change nothing then', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        const story = begin(true, false)
        for (const one of steps) {
          const before = canonicalJson(story.case)
          const { folded } = attempt(story, one)
          expect(canonicalJson(story.case)).toBe(before)
          if (folded.ok) story.row = folded.value.row
          else expect(isErrorCode(folded.error.code)).toBe(true)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('fold to the same row on every machine', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        const tell = (): string => {
          const story = begin(true, false)
          for (const one of steps) {
            const { folded } = attempt(story, one)
            if (folded.ok) story.row = folded.value.row
          }
          return canonicalJson(story.case)
        }

        expect(tell()).toBe(tell())
      }),
      { numRuns: 50 },
    )
  })

  it('come through every state and every action', () => {
    const seen = new Set<string>()
    const walks = fc.tuple(fc.boolean(), fc.boolean(), fc.array(step, { minLength: 40, maxLength: 60 }))

    for (const [wantsCallBack, selfHandled, steps] of fc.sample(walks, { seed: 7, numRuns: 150 })) {
      const story = begin(wantsCallBack, selfHandled)
      for (const one of steps) {
        const { action, folded } = attempt(story, one)
        if (!folded.ok) continue
        story.row = folded.value.row
        seen.add(action).add(story.row.state)
      }
    }

    const unseen = [...CaseState.options, ...CaseAction.options].filter((name) => name !== 'report' && !seen.has(name))
    expect(unseen).toEqual([])
  })

  it('find a button shut exactly where the fold refuses, but for what only the arguments can tell', () => {
    const byArguments = new Set(['re-dispatch', 'close', 'file', 'dispatch', 'refuse', 'put-on-account'])
    fc.assert(
      fc.property(walk, fc.constantFrom(...Post.options), (steps, post) => {
        const story = begin(true, false)
        for (const one of steps) {
          const { folded } = attempt(story, one)
          if (folded.ok) story.row = folded.value.row
        }
        const now = clockTime(story.row, story.now)
        const { allowed, refused } = allowedActions(story.case, [post], now)

        for (const { action } of allowed.filter((one) => !byArguments.has(one.action))) {
          expect(story.attempt(action, {}, { post })).toMatchObject({ ok: true })
        }
        for (const { action, refusal } of refused) {
          expect(story.attempt(action, {}, { post })).toEqual({ ok: false, error: refusal })
        }
      }),
      { numRuns: 100 },
    )
  })

  it('let notes, evidence and supervision be said in either order', () => {
    const side = fc.constantFrom('supervise', 'urge', 'note', 'attach')
    fc.assert(
      fc.property(side, side, fc.constantFrom('accept', 'send-verify', 'refuse'), (one, other, moving) => {
        const tell = (...steps: CaseAction[]): CaseRow => CaseStory.after(...steps).case

        expect(tell(one, other)).toEqual(tell(other, one))
        if (moving !== 'refuse') expect(tell(one, moving)).toEqual(tell(moving, one))
      }),
    )
  })
})

describe('garbage', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true })

  it('is refused, never thrown at, whatever takes the place of an act', () => {
    fc.assert(
      fc.property(anything, (garbage) => {
        const folded = foldAct(CaseStory.after().row, garbage as never, storyHall(1))

        expect(folded.ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('in any member of an act is refused or has no effect beyond that member', () => {
    const story = CaseStory.after()
    const act = story.act(usualBody('accept'))
    const member = fc.constantFrom(...Object.keys(act), '__proto__', 'constructor')
    fc.assert(
      fc.property(member, anything, (name, value) => {
        const spoilt = Object.defineProperty({ ...act }, name, { value, enumerable: true })
        const folded = foldAct(story.row, spoilt, storyHall(1))

        if (folded.ok) expectSound(folded.value.row)
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('in the arguments of any action is refused or sound', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CaseAction.options), anything, (action, args) => {
        const story = action === 'report' ? new CaseStory() : CaseStory.after('accept', 'file')
        const folded = foldAct(story.row, story.act({ action, args } as never, { post: 'shift-leader' }), storyHall())

        if (folded.ok) expectSound(folded.value.row)
      }),
      { numRuns: 500 },
    )
  })
})
