import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { retired } from './backups.ts'
import type { Backup } from './backups.ts'
import { openGuard } from './open-guard.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 22, 4)
const aBackup = (i: number, at: number, bytes = 1): Backup => ({
  name: `b${String(i)}`,
  generation: 1,
  changes: 10_000 - i,
  at,
  bytes,
})

describe('the rotation of backups', () => {
  it('keeps the newest twelve, one an hour for a day and one a day for a week', () => {
    const fiveMinutes = Array.from({ length: 12 * 24 * 10 }, (_, i) => aBackup(i, NOW - i * 300_000))

    const kept = fiveMinutes.filter((backup) => !retired(fiveMinutes).includes(backup))

    expect(kept.slice(0, 12)).toEqual(fiveMinutes.slice(0, 12))
    expect(kept.length).toBeLessThanOrEqual(12 + 24 + 7)
    expect(kept.length).toBeGreaterThanOrEqual(12 + 22 + 6)
    expect(NOW - kept.at(-1)!.at).toBeGreaterThan(5 * 24 * HOUR)
  })

  it('is bounded by bytes, but the newest two stay whatever their size', () => {
    const large = Array.from({ length: 6 }, (_, i) => aBackup(i, NOW - i * 300_000, 40))

    expect(retired(large, 100).map(({ name }) => name)).toEqual(['b2', 'b3', 'b4', 'b5'])
    expect(retired(large, 1).map(({ name }) => name)).toEqual(['b2', 'b3', 'b4', 'b5'])
  })

  it('throws away nothing newer because a clock has jumped', () => {
    const jumped = [aBackup(0, NOW - 400 * 24 * HOUR), ...Array.from({ length: 5 }, (_, i) => aBackup(i + 1, NOW - i * 300_000))]

    expect(retired(jumped)).toEqual([])
  })
})

describe('a backup of a ledger in use', () => {
  it('is made when something has changed, holds it, and only its owner may read it', () => {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    const guard = unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false }))
    unwrap(ledger.append([aReport(1)], null))

    const first = unwrap(guard.backup(NOW))
    const second = unwrap(guard.backup(NOW + HOUR))
    unwrap(ledger.append([aReport(2, 2)], null))
    const third = unwrap(guard.backup(NOW + 2 * HOUR))

    expect([first.word, second.word, third.word]).toEqual(['made', 'unchanged', 'made'])
    expect(guard.inspect().backups.map(({ holds }) => holds?.commands)).toEqual([2, 1])
    for (const name of readdirSync(join(dataDir, 'backups')))
      expect(statSync(join(dataDir, 'backups', name)).mode & 0o777).toBe(0o600)
  })
})

describe('the ballast', () => {
  it('is real bytes, is given back once, and comes back when there is room', () => {
    const dataDir = aDataFolder()
    const guard = unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false }))

    expect(guard.space().hasBallast).toBe(true)
    expect(statSync(join(dataDir, 'ballast')).blocks * 512).toBeGreaterThanOrEqual(16 * 1024 * 1024)
    expect([guard.release(), guard.release()]).toEqual([true, false])
    expect(guard.space().hasBallast).toBe(true)
  })
})
