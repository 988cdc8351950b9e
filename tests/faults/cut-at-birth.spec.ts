import { copyFileSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../builders/a-command.ts'
import { aDataFolder } from '../builders/a-folder.ts'

/** A folder as it lies there when the power goes while the ledger's first pages are written, before it keeps a log. */
function cutAtBirth(): string {
  const [begun, left] = [aDataFolder(), aDataFolder()]
  const raw = new Database(join(begun, 'ledger.db'))
  onTestFinished(() => {
    raw.close()
  })
  // Pages go to the file before the commit, the journal knows how to take them back.
  raw.exec('CREATE TABLE settled (x); INSERT INTO settled VALUES (1); PRAGMA cache_size = 5; BEGIN; CREATE TABLE half (x)')
  const write = raw.prepare('INSERT INTO half VALUES (?)')
  for (let k = 0; k < 2_000; k += 1) write.run('x'.repeat(500))
  for (const name of ['ledger.db', 'ledger.db-journal']) copyFileSync(join(begun, name), join(left, name))
  return left
}

describe('a ledger whose making was cut short', () => {
  it('is made to its end at the next start, whatever stood half-written', () => {
    const dataDir = cutAtBirth()
    expect(statSync(join(dataDir, 'ledger.db-journal')).size).toBeGreaterThan(0)

    const ledger = unwrap(openLedger({ dataDir, seat: '1' as SeatId, lastS: 0, macKey: Buffer.alloc(32, 7) }))
    onTestFinished(() => {
      ledger.close()
    })

    expect(ledger.append([aReport(1)], null).ok).toBe(true)
    expect([ledger.lastS(), ledger.verify()]).toEqual([1, null])
    expect(existsSync(join(dataDir, 'ledger.db-journal'))).toBe(false)
  })
})
