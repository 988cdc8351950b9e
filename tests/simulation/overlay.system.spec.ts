// Any interleaving of own acts, others' acts, outcomes, pages, repeats and restarts: the invariants of the overlay hold after
// every step (reliability.md d: I2, I4, I5, I6, I9), and when everything has been sent and read the seat has what the platform
// has.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catchUp } from '#main/db/catch-up.ts'
import type { CacheWriterApi } from '#main/db/cache-api.ts'
import type { LedgerApi } from '#main/db/ledger-api.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import { lifeCycle } from '#shared/domain/life-cycle/index.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import { storyHall, usualBody } from '#tests/builders/case-story.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'

const CASES = [1, 2, 3]
const actions = ['accept', 'file', 'dispatch', 'note', 'urge', 'refuse', 'send-verify', 'answer'] as const satisfies CaseAction[]

type Step =
  | { do: 'act'; of: number; action: CaseAction; folds: boolean }
  | { do: 'elsewhere'; of: number; action: CaseAction }
  | { do: 'send'; count: number; hears: 'all' | 'ledger-only' | 'nothing' }
  | { do: 'read'; size: number }
  | { do: 'repeat-page' }
  | { do: 'restart' }

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      of: fc.constantFrom(...CASES),
      action: fc.constantFrom(...actions),
      folds: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('elsewhere' as const),
      of: fc.constantFrom(...CASES),
      action: fc.constantFrom(...actions),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      count: fc.integer({ min: 1, max: 6 }),
      hears: fc.constantFrom('all' as const, 'ledger-only' as const, 'nothing' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), size: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'repeat-page' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
)

const postFor = (action: CaseAction): Post => lifeCycle[action].moves[0]!.posts[0]!

/** A seat, a platform and what the seat has been told, kept apart from its database. */
class World {
  readonly platform = new TestPlatform()
  readonly told = new Map<CaseId, CaseRow>()
  readonly toldFlow = new Map<CmdId, FlowRecord>()
  seat = new TestSeat()
  #lastCommand = 0
  #lastPage: ChangesPage | null = null

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'act':
        return this.#act(step.of, step.action, step.folds)
      case 'elsewhere':
        return this.#elsewhere(step.of, step.action)
      case 'send':
        return this.send(step.count, step.hears)
      case 'read':
        return this.read(step.size)
      case 'repeat-page':
        if (this.#lastPage !== null) expect(this.seat.writer.applyPage(this.#lastPage).applied).toBe(false)
        return
      case 'restart':
        return this.restart()
    }
  }

  #act(of: number, action: CaseAction, folds: boolean): void {
    this.#lastCommand += 1
    const n = this.#lastCommand
    const seen = this.seat.reader.caseById(caseId(of))
    const base = seen !== null && lifeCycle[action].raisesVersion ? { chain: { ver: seen.row.ver } } : null
    const command = seen === null ? aReport(n, of) : aCommand(n, action, of, { base, post: postFor(action) })
    const stored = this.seat.ledger.append([command], null)
    if (stored.ok && folds) this.seat.writer.overlay(stored.value)
  }

  #elsewhere(of: number, action: CaseAction): void {
    this.#lastCommand += 1
    const { id, at } = aCommand(this.#lastCommand, action, of)
    const post = postFor(action)
    const person = post === 'inspector' ? (this.platform.case(caseId(of))?.inspector ?? null) : null
    this.platform.act({
      ...{ id, at, caseId: caseId(of), person, personName: '李强', post },
      ...{ seat: null, offline: false, timeDoubt: false },
      body: usualBody(action),
    })
  }

  send(count: number, hears: 'all' | 'ledger-only' | 'nothing'): void {
    const outcomes = this.seat.ledger.unsent(count).map((command) => this.platform.take(command))
    if (hears === 'nothing') return
    this.seat.ledger.recordOutcomes(outcomes)
    if (hears === 'all') this.seat.writer.settle(outcomes)
  }

  read(size: number): void {
    const before = this.seat.writer.cursor()
    const page = this.platform.page(before?.seq ?? 0, size)
    expect(this.seat.writer.applyPage(page).applied).toBe(true)
    expect(this.seat.writer.cursor()!.seq).toBeGreaterThanOrEqual(before?.seq ?? 0)
    this.#lastPage = page.next > page.from ? page : null
    for (const { kind, id, row } of page.changes) {
      if (kind === 'case') this.told.set(id as CaseId, row as unknown as CaseRow)
      if (kind === 'flow') this.toldFlow.set(id as CmdId, row as unknown as FlowRecord)
    }
  }

  async restart(): Promise<void> {
    this.seat.close()
    this.seat = new TestSeat(this.seat.dataDir)
    // Awaiting works on plain values too.
    await catchUp(this.seat.ledger as unknown as LedgerApi, this.seat.writer as unknown as CacheWriterApi)
  }

  /** case = base + pending, both as anybody could reckon them from what the seat was told. */
  check(): void {
    const pending = this.seat.writer.pendingIds().map((id) => this.seat.ledger.find(id)!)
    for (const of of CASES) {
      const id = caseId(of)
      const base = this.told.get(id) ?? null
      const own = pending.filter(({ command }) => command.caseId === id)
      const flow = [...this.toldFlow.values()].filter((record) => record.caseId === id)
      const shown = this.seat.reader.caseById(id)
      expect(shown?.row ?? null).toEqual(this.#fold(base, own, flow.length))
      expect(shown?.base ?? null).toEqual(own.length > 0 && shown !== null ? base : null)
      expect(shown?.flow.filter(({ n }) => n <= flow.length).length ?? 0).toBe(shown === null ? 0 : flow.length)
    }
  }

  #fold(base: CaseRow | null, own: readonly { command: LedgerCommandOf; personName: string }[], told: number): CaseRow | null {
    let row = base
    let flowCount = told
    for (const { command, personName } of own) {
      const { id, caseId: of, at, person, post, seat, offline, timeDoubt, body } = command
      const folded = foldAct(
        row,
        { id, caseId: of, at, person, personName, post, seat, offline, timeDoubt, body },
        storyHall(flowCount),
      )
      if (folded.ok) ({ row, flowCount } = { row: folded.value.row, flowCount: flowCount + 1 })
    }
    return row
  }

  /** Every own act that waits stands in the overlay or in the platform's story; asked after a restart, when all are folded in. */
  checkOwnVisible(): void {
    const pending = new Set(this.seat.writer.pendingIds())
    for (const { command, standing } of this.seat.ledger.tray()) {
      if (standing === 'waiting') expect(pending.has(command.id) || this.toldFlow.has(command.id)).toBe(true)
    }
  }
}

type LedgerCommandOf = NonNullable<ReturnType<LedgerFind>>['command']
type LedgerFind = TestSeat['ledger']['find']

describe('base and overlay', () => {
  it('hold the invariants at every step, and end where the platform is', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 40 }), async (steps) => {
        const world = new World()
        world.read(100)
        for (const step of steps) {
          await world.take(step)
          world.check()
        }
        await quiet(world)
      }),
      { numRuns: 40 },
    )
  })
})

/**
 * Everything is folded in, sent, heard and read: the seat equals the platform, each command has its one effect or a visible
 * rejection.
 */
async function quiet(world: World): Promise<void> {
  await world.restart()
  world.check()
  world.checkOwnVisible()
  world.send(1_000, 'all')
  world.read(1_000)
  world.check()
  expect(world.seat.writer.pendingIds()).toEqual([])
  for (const of of CASES) {
    const shown = world.seat.reader.caseById(caseId(of))
    expect(shown?.row ?? null).toEqual(world.platform.case(caseId(of)))
    expect(shown?.flow.map(({ id }) => id) ?? []).toEqual(world.platform.flowOf(caseId(of)).map(({ id }) => id))
  }
  const standings = world.seat.ledger.tray().map(({ standing }) => standing)
  expect(standings.every((standing) => standing === 'rejected' || standing === 'held')).toBe(true)
  expect(world.seat.ledger.verify()).toBeNull()
}
