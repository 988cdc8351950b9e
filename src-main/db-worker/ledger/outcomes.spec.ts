import { describe, expect, it } from 'vitest'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { aCommand, aReport, anAudit } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'

const accepted = (n: number): Outcome => ({ id: cmdId(n), result: 'accepted', epoch: 'e', seq: n, ver: n })
const rejected = (n: number, code = 'stale-base'): Outcome => ({
  id: cmdId(n),
  result: 'rejected',
  code,
  detail: null,
  current: null,
})
const words = (ledger: SyncApi<LedgerApi>, ...ids: number[]) => ids.map((n) => ledger.find(cmdId(n))!.standing)

function threeSteps() {
  const ledger = aLedger()
  ledger.append([aReport(1), aCommand(2, 'accept'), aCommand(3, 'file'), aCommand(4, 'note', 2, { base: null })], null)
  return ledger
}

describe('what became of commands', () => {
  it('holds everything that was built on a rejected one, and nothing else', () => {
    const ledger = threeSteps()

    ledger.recordOutcomes([rejected(1)])

    expect(words(ledger, 1, 2, 3, 4)).toEqual(['rejected', 'held', 'held', 'waiting'])
  })

  it('still sends held ones, so that the lane has no gap, until the platform has rejected them too', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([rejected(1)])
    expect(ledger.unsent(10).map(({ command }) => command.id)).toEqual([cmdId(2), cmdId(3), cmdId(4)])

    ledger.recordOutcomes([rejected(2, 'depends-on-rejected'), rejected(3, 'depends-on-rejected')])

    expect(ledger.unsent(10).map(({ command }) => command.id)).toEqual([cmdId(4)])
    expect(words(ledger, 2, 3)).toEqual(['held', 'held'])
  })

  it('changes nothing when the same word comes twice, or a retry after the last word', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([accepted(1), rejected(4)])
    const before = [1, 4].map((n) => ledger.find(cmdId(n)))

    ledger.recordOutcomes([accepted(1), rejected(4), { id: cmdId(1), result: 'retry', code: 'platform-busy', afterMs: 1 }])

    expect([1, 4].map((n) => ledger.find(cmdId(n)))).toEqual(before)
    expect(ledger.verify()).toBeNull()
  })

  it('keeps a command waiting after a retry or a gap', () => {
    const ledger = threeSteps()

    ledger.recordOutcomes([
      { id: cmdId(1), result: 'retry', code: 'platform-busy', afterMs: 1_000 },
      { ...{ id: cmdId(2), result: 'gap' }, ...{ lane: ledger.find(cmdId(1))!.command.caseId, expected: 1 } },
    ])

    expect(words(ledger, 1, 2)).toEqual(['waiting', 'waiting'])
    expect(ledger.unsent(10)).toHaveLength(4)
  })

  it('shows what waits, was rejected or is held in the tray, and folds only what waits or was accepted', () => {
    const ledger = threeSteps()

    ledger.recordOutcomes([accepted(1), rejected(2)])

    expect(ledger.tray().map(({ command }) => command.id)).toEqual([cmdId(2), cmdId(3), cmdId(4)])
    expect(ledger.since(0, 10).map(({ command }) => command.id)).toEqual([cmdId(1), cmdId(4)])
  })

  it('lets a person settle a rejected command with its held ones and put another in its place', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([accepted(1), rejected(2)])

    const replacements = [aCommand(5, 'accept', 1, { base: { chain: { ver: 1 } } })]
    const settled = ledger.settle({ id: cmdId(2), along: true, replacements }, anAudit({ what: 'outbox.again' }))

    expect(settled).toMatchObject({
      ok: true,
      value: { ids: [cmdId(2), cmdId(3)], appended: [{ command: { base: { ver: 1 } } }] },
    })
    expect(words(ledger, 2, 3, 5)).toEqual(['settled', 'settled', 'waiting'])
  })

  it('refuses to settle what waits or does not exist', () => {
    const ledger = threeSteps()

    const refusal = (n: number) => {
      const settled = ledger.settle({ id: cmdId(n), along: true, replacements: [] }, anAudit())
      return settled.ok ? undefined : settled.error.code
    }

    expect([1, 99].map(refusal)).toEqual(['not-resolvable', 'not-found'])
  })

  it('lets one be settled alone: what hung on it waits for a decision of its own', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([accepted(1), rejected(2)])

    ledger.settle({ id: cmdId(2), along: false, replacements: [] }, anAudit())

    expect(words(ledger, 2, 3)).toEqual(['settled', 'held'])
    expect(ledger.dependents(cmdId(2)).map(({ command }) => command.id)).toEqual([cmdId(3)])
  })

  it('takes a withdrawal back: each waits for a decision again as what it was', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([accepted(1), rejected(2)])
    ledger.settle({ id: cmdId(2), along: true, replacements: [] }, anAudit())

    const taken = ledger.takeBack([cmdId(2), cmdId(3)], anAudit({ what: 'outbox.take-back' }))

    expect(taken.ok).toBe(true)
    expect(words(ledger, 2, 3)).toEqual(['rejected', 'held'])
    expect(ledger.takeBack([cmdId(2)], anAudit())).toMatchObject({ ok: false, error: { code: 'not-resolvable' } })
    expect(ledger.verify()).toBeNull()
  })

  it('sends again what a restored platform has lost', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([accepted(1), accepted(4)])
    expect(ledger.acceptedOutside('e', 0)).toEqual([])

    ledger.reopen(ledger.acceptedOutside('after-restore', 0))

    expect(ledger.unsent(10).map(({ command }) => command.s)).toEqual([1, 2, 3, 4])
    expect(ledger.verify()).toBeNull()
  })

  it('leaves what a platform may have forgotten in time, but not what was done under a doubtful clock', () => {
    const ledger = aLedger()
    const old = aReport(1).at
    unwrap(ledger.append([aReport(1), { ...aReport(2), timeDoubt: true }, { ...aReport(3), at: old + 5_000 }], null))
    ledger.recordOutcomes([accepted(1), accepted(2), accepted(3)])

    expect(ledger.acceptedOutside('after-restore', old)).toEqual([cmdId(1), cmdId(2), cmdId(3)])
    expect(ledger.acceptedOutside('after-restore', old + 1)).toEqual([cmdId(2), cmdId(3)])
    // What stands behind it is too old as well, whatever the clock said then.
    expect(ledger.acceptedOutside('after-restore', old + 5_001)).toEqual([])
  })

  it('names what a life of the platform has accepted, the newest first, and none that is too old', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([accepted(1), accepted(4)])
    const { at, s } = ledger.find(cmdId(4))!.command
    const ask = { epoch: 'e', before: Number.MAX_SAFE_INTEGER, from: 0, limit: 200 }
    const ids = (over: Partial<typeof ask>) => ledger.acceptedWithin({ ...ask, ...over }).map(({ id }) => id)

    expect(ids({})).toEqual([cmdId(4), cmdId(1)])
    expect(ids({ limit: 1 })).toEqual([cmdId(4)])
    expect(ids({ before: s })).toEqual([cmdId(1)])
    expect(ids({ from: at + 1 })).toEqual([])
    expect(ids({ epoch: 'after-restore' })).toEqual([])
  })

  it('holds what was built on an act that the platform holds because of a neighbour’s', () => {
    const ledger = threeSteps()

    ledger.recordOutcomes([rejected(2, 'depends-on-rejected')])

    expect(words(ledger, 2, 3)).toEqual(['held', 'held'])
    expect(ledger.unsent(10).map(({ command }) => command.s)).toContain(3)
  })

  it('sends a lane again from where a restored platform stands, rejected acts too, and each only once', () => {
    const ledger = threeSteps()
    ledger.recordOutcomes([accepted(1), rejected(2)])

    const again = ledger.reopenLane(caseId(1), 2)

    expect(again).toBeGreaterThan(0)
    expect(ledger.unsent(10).map(({ command }) => command.s)).toContain(2)
    expect(ledger.find(cmdId(2))?.standing).toBe('rejected')
    ledger.recordOutcomes([rejected(2)])
    expect(ledger.unsent(10).map(({ command }) => command.s)).not.toContain(2)
    expect(ledger.verify()).toBeNull()
  })
})
