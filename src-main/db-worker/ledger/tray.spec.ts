import { describe, expect, it } from 'vitest'
import type { LedgerApi, TrayAsk } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'

const all: TrayAsk = { show: 'all', text: '', actions: [], offset: 0, limit: 200 }
const ids = (ledger: SyncApi<LedgerApi>, over: Partial<TrayAsk> = {}) =>
  ledger.trayPage({ ...all, ...over }).lines.map(({ id }) => id)

/** Two cases: on the first a rejected step with two held ones, on the second two that wait. */
function aTray() {
  const ledger = aLedger()
  const waits = { personName: '周敏', className: '暴露垃圾' }
  unwrap(
    ledger.append(
      [
        ...[aReport(1), aReport(2, 2), aCommand(3, 'accept'), aCommand(4, 'file')],
        ...[aCommand(5, 'dispatch'), aCommand(6, 'accept', 2, waits), aCommand(7, 'note', 2, { base: null })],
      ],
      null,
    ),
  )
  ledger.recordOutcomes([
    { id: cmdId(1), result: 'accepted', epoch: 'e', seq: 1, ver: 1 },
    { id: cmdId(3), result: 'rejected', code: 'stale-base', detail: null, current: null },
  ])
  return ledger
}

describe('the tray as a list', () => {
  it('puts first what waits for a person, the held ones beneath their cause, then what waits to be sent', () => {
    const { lines, total } = aTray().trayPage(all)

    expect(lines.map(({ s, standing, causeId }) => [s, standing, causeId])).toEqual([
      [3, 'rejected', null],
      [4, 'held', cmdId(3)],
      [5, 'held', cmdId(3)],
      [2, 'waiting', null],
      [6, 'waiting', null],
      [7, 'waiting', null],
    ])
    expect(total).toBe(6)
    expect(lines[0]).toMatchObject({ code: 'stale-base', action: 'accept', personName: '王丽', className: '上水井盖' })
  })

  it('says who ordered an act while the platform was away, and nothing where nobody had to', () => {
    const ledger = aLedger()
    const granted = { claim: { word: 'granted', relay: '2' as SeatId } } as const
    unwrap(ledger.append([aReport(1), aCommand(2, 'accept', 1, granted)], null))

    const { lines } = ledger.trayPage(all)

    expect(lines.map(({ claim }) => claim)).toEqual([undefined, 'granted'])
  })

  it('says of each waiting one its place and which of the same case goes first', () => {
    const { lines } = aTray().trayPage({ ...all, show: 'waiting' })

    expect(lines.map(({ s, position, after }) => [s, position, after])).toEqual([
      [2, 1, null],
      [6, 2, 1],
      [7, 3, 2],
    ])
    expect(
      aTray()
        .waitingOf(caseId(2))
        .map(({ s, position }) => [s, position]),
    ).toEqual([
      [2, 1],
      [6, 2],
      [7, 3],
    ])
  })

  it('is narrowed to what waits for a person, and to a number, a class, a name or acts', () => {
    const ledger = aTray()

    expect(ids(ledger, { show: 'person' })).toEqual([cmdId(3), cmdId(4), cmdId(5)])
    expect(ids(ledger, { text: '暴露' })).toEqual([cmdId(6)])
    expect(ids(ledger, { text: '周敏' })).toEqual([cmdId(6)])
    expect(ids(ledger, { text: '1611160000', show: 'waiting' })).toEqual([])
    expect(ids(ledger, { text: '00002' })).toEqual([cmdId(2), cmdId(6), cmdId(7)])
    expect(ids(ledger, { text: '派遣', actions: ['dispatch'] })).toEqual([cmdId(5)])
  })

  it('takes signs of the search language as what they are', () => {
    expect(['%', '_', '\\', "'"].map((text) => ids(aTray(), { text }))).toEqual([[], [], [], []])
  })

  it('gives a page and the number of all', () => {
    const { lines, total } = aTray().trayPage({ ...all, offset: 4, limit: 2 })

    expect([lines.map(({ s }) => s), total]).toEqual([[6, 7], 6])
  })

  it('counts what it holds and since when', () => {
    const ledger = aTray()

    expect(ledger.trayCounts()).toMatchObject({ waiting: 3, rejected: 1, held: 2 })
    expect(ledger.trayCounts().oldestAt).toBe(ledger.find(cmdId(2))?.command.at)
    expect(aLedger().trayCounts()).toEqual({ waiting: 0, rejected: 0, held: 0, oldestAt: null })
  })

  it('shows what was written before there were grounds, and what was reopened, by its own body', () => {
    const ledger = aTray()
    ledger.reopen([cmdId(1)])

    expect(ledger.trayPage({ ...all, show: 'waiting' }).lines[0]).toMatchObject({ id: cmdId(1), action: 'report', className: '' })
  })
})
