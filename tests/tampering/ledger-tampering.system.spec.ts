import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openForWriting } from '#main/db-worker/driver.ts'
import type { WriteDb } from '#main/db-worker/driver.ts'
import { markRow } from '#main/db-worker/ledger/records.ts'
import { createSeal } from '#main/db-worker/ledger/seal.ts'
import type { Seal } from '#main/db-worker/ledger/seal.ts'
import { verifyLedger } from '#main/db-worker/ledger/verify.ts'
import type { Claim, LedgerApi, NeighbourCommand } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { CaseId, DraftId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aReport, anAudit } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { rowsNow, tamper } from './tampering.ts'
import type { Earlier } from './tampering.ts'

/** `TAMPER=100000 npx vitest run --project system tests/tampering` tries more. */
const COPIES = Number(process.env['TAMPER'] ?? 1_000)

const person = PersonId.parse('2001')
const beside = SeatId.parse('2')

/** What seat 2 does in the same time. */
function aNeighboursLife(): NeighbourCommand[] {
  const acts = Array.from({ length: 12 }, (_, at) => aReport(501 + at, 501 + at))
  return unwrap(aLedger({ seat: beside }).append(acts, null)).map((stored) => ({ ...stored, claim: null }))
}

/** One round of a seat's life: a call, a draft, a sign-in, numbers, and the platform's word on earlier ones. */
function live(ledger: SyncApi<LedgerApi>, theirs: readonly NeighbourCommand[], from: number, to: number): void {
  for (let i = from; i <= to; i += 1) {
    const no = ledger.takeNumber('20260930')
    const claim: Claim = i % 3 === 0 ? { word: 'unordered', relay: null } : { word: 'granted', relay: beside }
    ledger.append([{ ...aReport(i, i), claim }], anAudit({ at: i, what: 'case.reveal-phone', person }))
    ledger.saveDraft({
      ...{
        id: DraftId.parse(`018f0000-0000-7000-8000-${String(i % 4).padStart(12, '0')}`),
        owner: person,
        no,
        sealed: `s${String(i)}`,
      },
      ...{
        caseId: CaseId.parse(`018f0000-0000-7000-8000-${String(i).padStart(12, '0')}`),
        title: '',
        rev: i,
        callAt: i,
        savedAt: i,
        state: 'open',
      },
    })
    const signIn = { signIn: `in-${String(i % 3)}`, person, name: '王丽', posts: ['acceptor' as const], shift: null, since: i }
    ledger.saveSignIn({ ...signIn, locked: i % 2 === 0, attested: true, endedAt: null }, null)
    ledger.setMeta('platform-time', String(i))
    if (i % 2 === 0) ledger.recordOutcomes([{ id: cmdId(i - 1), result: 'accepted', epoch: 'e', seq: i, ver: 1 }])
    ledger.audit(anAudit({ at: i, what: 'session.lock', person }))
    const hash = String(i).padStart(64, '0')
    ledger.stageAttachment({ hash, size: 9, mime: 'image/png', caseId: caseId(i), name: '井盖.png', use: 'report', stagedAt: i })
    if (i > 1) ledger.noteAttachment(String(i - 1).padStart(64, '0'), { state: 'sending', upload: '/v1/attachments/a', sent: i })
    ledger.keepNeighbours(beside, theirs.slice(i - 1, i))
    // What was told some rounds ago has reached the platform by now.
    ledger.dropNeighbours([cmdId(500 + i - 5)])
  }
}

interface Old {
  readonly db: WriteDb
  readonly seal: Seal
  readonly earlier: readonly Earlier[]
}

function aLivedInLedger(macKey: Uint8Array): Old {
  const dataDir = aDataFolder()
  const theirs = aNeighboursLife()
  const at = <T>(work: (ledger: SyncApi<LedgerApi>) => T): T => {
    const ledger = aLedger({ dataDir, macKey })
    const done = work(ledger)
    ledger.close()
    return done
  }
  at((ledger) => {
    ledger.addBlocks([{ day: '20260930', district: '341523', from: 1, to: 200 }])
    live(ledger, theirs, 1, 6)
  })
  const file = join(dataDir, 'ledger.db')
  const between = openForWriting(file, { secureDelete: true })
  const earlier = rowsNow(between)
  between.close()
  at((ledger) => {
    live(ledger, theirs, 7, 12)
  })
  const db = openForWriting(file, { secureDelete: true })
  onTestFinished(() => {
    db.close()
  })
  const seal = createSeal(macKey)
  // As a recovery leaves it behind.
  db.change<[string]>('INSERT INTO lane_floor (lane, n) VALUES (?, 7)').run(caseId(1))
  markRow({ db, seal }, 'lane_floor', caseId(1))
  return { db, seal, earlier }
}

describe('a ledger somebody has been at', () => {
  it('is whole as it was closed', () => {
    const { db, seal } = aLivedInLedger(new Uint8Array(32).fill(1))

    expect(verifyLedger({ db, seal })).toBeNull()
  })

  it(`is found out, each of ${String(COPIES)} times and whatever was done`, { timeout: 600_000 }, () => {
    const { db, seal, earlier } = aLivedInLedger(new Uint8Array(32).fill(1))
    const unseen: string[] = []
    const tried = new Map<string, number>()
    let done = 0
    for (let seed = 1; done < COPIES; seed += 1) {
      db.exec('SAVEPOINT copy')
      const way = tamper(db, seed, earlier)
      if (way !== null) {
        done += 1
        tried.set(way, (tried.get(way) ?? 0) + 1)
        if (verifyLedger({ db, seal }) === null) unseen.push(`seed ${String(seed)}: ${way}`)
      }
      db.exec('ROLLBACK TO copy; RELEASE copy')
    }

    expect(unseen).toEqual([])
    expect(tried.size).toBe(7)
    expect(verifyLedger({ db, seal })).toBeNull()
  })

  it('is found out when it is another seat’s', () => {
    const [mine, theirs] = [aLivedInLedger(new Uint8Array(32).fill(1)), aLivedInLedger(new Uint8Array(32).fill(2))]

    expect(verifyLedger({ db: theirs.db, seal: mine.seal })).toMatchObject({ chain: 'commands' })
  })
})
