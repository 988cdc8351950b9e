import { describe, expect, it } from 'vitest'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { SeatCommand } from '#shared/platform-api/commands.ts'
import { aCommand, aReport, anAudit } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import type { NewCommand } from '../ledger-api.ts'
import { NO_HASH, hashOf } from './seal.ts'

describe('appending to the ledger', () => {
  it('numbers a call taken in one go, chains it and lets each step build on the one before', () => {
    const ledger = aLedger()

    const stored = unwrap(ledger.append([aReport(1), aCommand(2, 'accept'), aCommand(3, 'file')], anAudit()))

    expect(stored.map(({ command }) => command.s)).toEqual([1, 2, 3])
    expect(stored.map(({ command }) => command.lanes)).toEqual([1, 2, 3].map((n) => [{ lane: caseId(1), n }]))
    expect(stored.map(({ command }) => command.base)).toEqual([{ ver: 0 }, { after: cmdId(1) }, { after: cmdId(2) }])
    expect(stored.map(({ command }) => command.prev)).toEqual([NO_HASH, stored[0]!.command.hash, stored[1]!.command.hash])
    expect(ledger.verify()).toBeNull()
  })

  it('hashes what the platform will hash: all members but the hash, as they are sent', () => {
    const ledger = aLedger()

    const [stored] = unwrap(ledger.append([aCommand(1, 'note', 1, { base: null }, { words: '  前后有空格  ' })], null))
    const { command } = stored!

    const { hash, ...sent } = JSON.parse(canonicalJson(command)) as SeatCommand
    expect(hashOf(sent)).toBe(hash)
    expect(SeatCommand.parse(command)).toEqual(command)
  })

  it('goes on from the platform’s number of the seat when the machine is new', () => {
    const ledger = aLedger({ lastS: 41 })

    const [stored] = unwrap(ledger.append([aReport(1)], null))

    expect(stored!.command.s).toBe(42)
    expect(ledger.verify()).toBeNull()
  })

  it('keeps all or none: one wrong command and nothing of the batch or its audit is there', () => {
    const ledger = aLedger()

    const refused = ledger.append([aReport(1), aCommand(2, 'accept', 1, { at: -1 })], anAudit())

    expect(refused).toEqual({ ok: false, error: { code: 'bad-request', detail: 'at' } })
    expect(ledger.tray()).toEqual([])
    expect(ledger.lastS()).toBe(0)
  })

  it('builds on the version of an accepted command that has not come back by the feed yet', () => {
    const ledger = aLedger()
    ledger.append([aReport(1)], null)
    ledger.recordOutcomes([{ id: cmdId(1), result: 'accepted', epoch: 'e', seq: 9, ver: 1 }])

    const [stored] = unwrap(ledger.append([aCommand(2, 'accept', 1, { base: { chain: { ver: 0 } } })], null))

    expect(stored!.command.base).toEqual({ ver: 1 })
  })

  it.each([
    ['waits', []],
    ['is accepted and not back by the feed', [{ id: cmdId(1), result: 'accepted', epoch: 'e', seq: 9, ver: 1 } as const]],
  ])('builds on nothing that the case did not show: an own act that %s', (_, outcomes) => {
    const ledger = aLedger()
    ledger.append([aReport(1)], null)
    ledger.recordOutcomes(outcomes)
    const seeing = (seen: CmdId[]): NewCommand => aCommand(2, 'accept', 1, { base: { chain: { ver: 0, seen } } })

    expect(ledger.append([seeing([])], null)).toEqual({ ok: false, error: { code: 'own-act-unseen', detail: cmdId(1) } })
    expect(ledger.lastS()).toBe(1)
    expect(ledger.append([seeing([cmdId(1)])], null).ok).toBe(true)
  })

  it('builds on the version seen where the feed has brought an own act whose answer is lost, and another act lies on it', () => {
    const ledger = aLedger()
    ledger.append([aReport(1)], null)
    const chain = { ver: 2, seen: [cmdId(1), cmdId(7)], told: [cmdId(1), cmdId(7)] }

    const [stored] = unwrap(ledger.append([aCommand(2, 'accept', 1, { base: { chain } })], null))
    expect(stored!.command.base).toEqual({ ver: 2 })

    // That one waits now and has not been seen.
    const next = ledger.append([aCommand(3, 'file', 1, { base: { chain } })], null)
    expect(next).toEqual({ ok: false, error: { code: 'own-act-unseen', detail: cmdId(2) } })
  })

  it('asks after no act that the version seen holds already', () => {
    const ledger = aLedger()
    ledger.append([aReport(1)], null)
    ledger.recordOutcomes([{ id: cmdId(1), result: 'accepted', epoch: 'e', seq: 9, ver: 1 }])

    const [stored] = unwrap(ledger.append([aCommand(2, 'accept', 1, { base: { chain: { ver: 1, seen: [] } } })], null))

    expect(stored!.command.base).toEqual({ ver: 1 })
  })

  it('lets nothing build on a note: notes commute', () => {
    const ledger = aLedger()
    ledger.append([aCommand(1, 'note', 1, { base: null })], null)

    const [stored] = unwrap(ledger.append([aCommand(2, 'accept', 1, { base: { chain: { ver: 3 } } })], null))

    expect(stored!.command.base).toEqual({ ver: 3 })
  })

  it.each([
    ['NUL', '井盖\0', 'body.args.words'],
    ['half a character', '井盖\ud83d', 'body.args.words'],
    ['too much', '长'.repeat(2001), 'body.args.words'],
  ])('refuses text with %s before it says saved', (_, words, detail) => {
    const ledger = aLedger()
    const command = aCommand(1, 'note', 1, { base: null })

    const refused = ledger.append([{ ...command, body: { action: 'note', args: { words } } }], null)

    expect(refused).toEqual({ ok: false, error: { code: 'bad-request', detail } })
  })

  it.each(['`; DROP TABLE command; --', '</script><b>', '=cmd()', '😀'.repeat(500), '\\u0000', 'ا‮٣'])(
    'stores %s as it is',
    (words) => {
      const ledger = aLedger()

      ledger.append([aCommand(1, 'note', 1, { base: null }, { words })], null)

      expect(ledger.find(cmdId(1))!.command.body.args).toEqual({ words })
      expect(ledger.verify()).toBeNull()
    },
  )

  it('refuses an id that is in the ledger already', () => {
    const ledger = aLedger()
    ledger.append([aReport(1)], null)

    const refused = ledger.append([aCommand(1, 'note', 2)], null)

    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  })
})
