import { readFileSync, readdirSync, statSync, writeFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PersonId, SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { StoredSignIn } from '#main/db-worker/ledger-api.ts'
import { openForWriting } from '#main/db-worker/driver.ts'
import { aCommand, aDraft, aReport, anAudit } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { cmdId, draftId } from '#tests/builders/ids.ts'
import { turnBits } from '#tests/builders/turned-bits.ts'
import { createLedger } from './ledger.ts'
import { openLedger } from './open-ledger.ts'
import { createSeal } from './seal.ts'

const me = '1001' as PersonId
const options = (dataDir: string) => ({ dataDir, seat: '1' as SeatId, lastS: 0 })

describe('case numbers', () => {
  it('gives every number of the leased blocks once, then none', () => {
    const ledger = aLedger()
    ledger.addBlocks([
      { day: '20261116', district: '341523', from: 1, to: 2 },
      { day: '20261116', district: '341523', from: 7, to: 7 },
    ])

    const taken = [1, 2, 3, 4].map(() => ledger.takeNumber('20261116'))

    expect(taken).toEqual(['3415232026111600001', '3415232026111600002', '3415232026111600007', null])
  })

  it('never gives a number twice although the same block is leased again or blocks overlap', () => {
    const ledger = aLedger()
    const block = { day: '20261116', district: '341523', from: 1, to: 2 }
    ledger.addBlocks([block])
    ledger.takeNumber('20261116')

    ledger.addBlocks([block, { ...block, from: 2, to: 3 }])

    expect([1, 2, 3].map(() => ledger.takeNumber('20261116'))).toEqual(['3415232026111600002', '3415232026111600003', null])
  })

  it('tells how many are left per day, and borrows none from another day', () => {
    const ledger = aLedger()
    ledger.addBlocks([
      { day: '20261116', district: '341523', from: 1, to: 50 },
      { day: '20261117', district: '341523', from: 1, to: 3 },
    ])
    ledger.takeNumber('20261116')

    expect(ledger.numbersLeft('20261116')).toMatchObject([
      { day: '20261116', left: 49 },
      { day: '20261117', left: 3 },
    ])
    expect(ledger.takeNumber('20261118')).toBeNull()
  })
})

describe('drafts', () => {
  it('keeps the newest form and refuses an older one', () => {
    const ledger = aLedger()
    ledger.saveDraft(aDraft(1, { rev: 5, sealed: 'newer' }))

    const refused = ledger.saveDraft(aDraft(1, { rev: 4, sealed: 'older' }))

    expect(refused).toEqual({ ok: false, error: { code: 'stale-base', detail: 'rev 5' } })
    expect(ledger.draft(draftId(1))!.sealed).toBe('newer')
  })

  it('opens none again that became acts, and one that was thrown away only as it was', () => {
    const ledger = aLedger()
    for (const n of [1, 2]) ledger.saveDraft(aDraft(n, { rev: 1, sealed: 'as it was' }))
    unwrap(ledger.append([aReport(1)], null, draftId(1)))
    ledger.saveDraft(aDraft(2, { rev: 2, sealed: 'as it was', state: 'discarded' }))

    const tries = [
      ...[aDraft(1, { rev: 9, state: 'discarded' }), aDraft(1, { rev: 9 }), aDraft(2, { rev: 9, sealed: 'typed since' })],
      aDraft(2, { rev: 9, sealed: 'as it was' }),
    ].map((draft) => ledger.saveDraft(draft))

    expect(tries.map((tried) => (tried.ok ? 'ok' : tried.error.code))).toEqual(['not-found', 'not-found', 'not-found', 'ok'])
    expect([1, 2].map((n) => ledger.draft(draftId(n))?.state)).toEqual(['done', 'open'])
  })

  it('shows a person only own open drafts, and of others only how many', () => {
    const ledger = aLedger()
    for (const draft of [aDraft(1), aDraft(2, { owner: '1002' as PersonId }), aDraft(3, { state: 'discarded' })])
      ledger.saveDraft(draft)

    expect(ledger.drafts(me).map(({ id }) => id)).toEqual([draftId(1)])
    expect(ledger.draftCountOfOthers(me)).toEqual([{ owner: '1002', drafts: 1 }])
  })
})

describe('a draft that becomes acts', () => {
  it('is over with them, and stays open where they are refused', () => {
    const ledger = aLedger()
    for (const n of [1, 2]) ledger.saveDraft(aDraft(n))
    unwrap(ledger.append([aReport(1)], null, aDraft(1).id))

    const again = ledger.append([aReport(1)], null, aDraft(2).id)

    expect(again.ok).toBe(false)
    expect([1, 2].map((n) => ledger.draft(aDraft(n).id)?.state)).toEqual(['done', 'open'])
    expect(ledger.verify()).toBeNull()
  })
})

describe('sign-ins and small facts', () => {
  it('gives back who is signed in and forgets nobody who has left', () => {
    const ledger = aLedger()
    const signIn: StoredSignIn = {
      signIn: 'a',
      person: me,
      name: '王丽',
      posts: ['acceptor'],
      shift: null,
      since: 9,
      locked: false,
      attested: true,
      endedAt: null,
    }
    ledger.saveSignIn(signIn, null)
    expect(ledger.currentSignIn()).toEqual(signIn)

    ledger.saveSignIn({ ...signIn, endedAt: 10 }, anAudit({ what: 'session.sign-out' }))

    expect(ledger.currentSignIn()).toBeNull()
    expect(ledger.heads().auditN).toBe(1)
  })

  it('signs nobody in whose entry cannot be written', () => {
    const ledger = aLedger()
    const signIn = { signIn: 'a', person: me, name: '王丽', posts: ['acceptor'], shift: null, since: 9, locked: false } as const
    const unwritable = anAudit({ detail: 1n as unknown as string })

    expect(() => ledger.saveSignIn({ ...signIn, attested: true, endedAt: null }, unwritable)).toThrow(TypeError)

    expect([ledger.currentSignIn(), ledger.heads().auditN]).toEqual([null, 0])
  })

  it('remembers a fact by its name', () => {
    const ledger = aLedger()

    ledger.setMeta('last-platform-time', '1')
    ledger.setMeta('last-platform-time', '2')

    expect([ledger.getMeta('last-platform-time'), ledger.getMeta('other')]).toEqual(['2', null])
  })
})

describe('opening a ledger', () => {
  it('has everything again after closing, and nobody else can read the files', () => {
    const dataDir = aDataFolder()
    const first = aLedger({ dataDir })
    first.append([aReport(1), aCommand(2, 'accept')], anAudit())
    first.close()

    const second = aLedger({ dataDir })

    expect(second.tray().map(({ command }) => command.id)).toEqual([cmdId(1), cmdId(2)])
    expect(second.verify()).toBeNull()
    expect(statSync(join(dataDir, 'ledger.db.key')).mode & 0o777).toBe(0o600)
  })

  it('refuses a second instance and names the process that has the data', () => {
    const dataDir = aDataFolder()
    aLedger({ dataDir })

    expect(openLedger(options(dataDir))).toEqual({ ok: false, error: { code: 'already-running', detail: `pid ${process.pid}` } })
  })

  it('refuses a ledger that a newer version has written and leaves it as it is', () => {
    const dataDir = aDataFolder()
    aLedger({ dataDir }).close()
    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    db.exec('PRAGMA user_version = 9990')
    db.close()

    expect(openLedger(options(dataDir))).toEqual({ ok: false, error: { code: 'schema-newer', detail: 'ledger 9990' } })
    expect(openLedger(options(dataDir))).toMatchObject({ error: { code: 'schema-newer' } })
  })

  it('refuses a ledger whose key is gone rather than making a new one', () => {
    const dataDir = aDataFolder()
    aLedger({ dataDir }).close()
    rmSync(join(dataDir, 'ledger.db.key'))

    expect(openLedger(options(dataDir))).toMatchObject({ ok: false, error: { code: 'ledger-key-missing' } })
    expect(readdirSync(dataDir)).not.toContain('ledger.db.key')
  })

  it('refuses a file that is no ledger at all', () => {
    const dataDir = aDataFolder()
    aLedger({ dataDir }).close()
    writeFileSync(join(dataDir, 'ledger.db'), 'not a database, but long enough to be looked at '.repeat(100))

    expect(openLedger(options(dataDir))).toMatchObject({ ok: false, error: { code: 'ledger-damaged' } })
  })
})

describe('the chains of the ledger', () => {
  it.each([
    ['a word of a command', '已更换井盖', 'commands'],
    ['the name beside it', '王丽丽', 'commands'],
    ['the audit', '因投诉', 'audit'],
  ])('tell when somebody has changed %s on disk', (_, text, chain) => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    ledger.append(
      [aCommand(1, 'note', 1, { base: null, personName: '王丽丽' }, { words: '已更换井盖' })],
      anAudit({ detail: '因投诉' }),
    )
    ledger.close()

    flip(join(dataDir, 'ledger.db'), text)

    expect(openLedger(options(dataDir))).toEqual({ ok: false, error: { code: 'ledger-damaged', detail: `${chain} 1` } })
  })

  // At ten times as many places in turned-bits.system.spec.ts.
  it('are found broken where a bit of the file has turned over: it is not opened', () => {
    const { tried, opened } = turnBits(9_973)

    expect(tried).toBeGreaterThan(10)
    expect(opened).toEqual([])
  })

  it('cannot be rewritten through SQL', () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    ledger.append([aReport(1)], anAudit())
    ledger.close()

    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    for (const sql of [
      "UPDATE command SET no = 'x'",
      'DELETE FROM command',
      "UPDATE audit SET body = 'x'",
      'DELETE FROM audit',
    ]) {
      expect(() => db.exec(sql)).toThrow(/never|append-only/)
    }
    db.close()
  })
})

/** Changes one bit of the last character of the text's first occurrence. */
function flip(file: string, text: string): void {
  const bytes = readFileSync(file)
  const needle = Buffer.from(text)
  const at = bytes.indexOf(needle)
  expect(at).toBeGreaterThan(0)
  bytes[at + needle.length - 1]! ^= 1
  writeFileSync(file, bytes)
}

describe('a full disk', () => {
  it('is told as such, nothing is half-written, and writing goes on once there is room', () => {
    const dataDir = aDataFolder()
    aLedger({ dataDir, macKey: new Uint8Array(32) }).close()
    const db = openForWriting(join(dataDir, 'ledger.db'), { secureDelete: true })
    onTestFinished(() => db.close())
    const ledger = createLedger({ db, seat: '1' as SeatId, seal: createSeal(new Uint8Array(32)), lastS: 0 }, () => undefined)
    db.exec(`PRAGMA max_page_count = ${db.pluck<[], number>('PRAGMA page_count').get()!}`)
    const calls = Array.from({ length: 30 }, (_, i) => aReport(i + 1, i + 1, { description: '满'.repeat(4_000) }))

    const results = calls.map((call) => ledger.append([call, aCommand(1_000 + call.at - calls[0]!.at, 'note', 1)], anAudit()))

    expect(results.at(-1)).toEqual({ ok: false, error: { code: 'disk-full' } })
    const kept = results.filter(({ ok }) => ok).length
    expect(ledger.lastS()).toBe(kept * 2)
    expect(ledger.verify()).toBeNull()
    db.exec('PRAGMA max_page_count = 1000000')
    expect(ledger.append([calls.at(-1)!], null).ok).toBe(true)
  })
})
