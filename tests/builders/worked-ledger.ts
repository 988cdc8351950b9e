// A ledger that has been at work, and what becomes of it when something has happened to its files.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RebuildAsk } from '#main/db-worker/ledger-guard/guard-api.ts'
import type { Rebuilt } from '#main/db-worker/ledger-guard/swap-in.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from './a-folder.ts'
import { aLedger } from './a-ledger.ts'
import { act, guardOf } from './damaged-places.ts'

export const NOW = Date.UTC(2026, 10, 22, 4)
export const seat = '1' as SeatId

/** What is asked of the guard once a leader has decided; the platform knows of nothing. */
export const ask = (over: Partial<RebuildAsk> = {}): RebuildAsk => ({
  base: { from: 'salvage' },
  now: NOW,
  known: { s: 0, auditN: 0, lanes: [] },
  entry: { person: null, post: 'shift-leader', detail: null },
  ...over,
})

/** 'opens', or why it does not. */
export function startOf(dataDir: string): string {
  const opened = openLedger({ dataDir, seat, lastS: 0 })
  if (opened.ok) opened.value.close()
  return opened.ok ? 'opens' : opened.error.code
}

export function restoreNewest(dataDir: string, over: Partial<RebuildAsk> = {}): Rebuilt {
  const guard = guardOf(dataDir)
  const { name } = guard.inspect().backups[0]!
  return unwrap(guard.rebuild(ask({ base: { from: 'backup', name }, ...over })))
}

/** A folder whose ledger has 20 acknowledged commands, the first ten of them in a backup. */
export function aWorkedFolder(): string {
  const dataDir = aDataFolder()
  const ledger = aLedger({ dataDir })
  act(ledger, 1, 10)
  unwrap(guardOf(dataDir).backup(NOW))
  act(ledger, 11, 10)
  ledger.close()
  return dataDir
}

/** File name of the newest of its backups. */
export const newestBackup = (dataDir: string): string =>
  readdirSync(join(dataDir, 'backups'))
    .filter((name) => name.endsWith('.db'))
    .sort()
    .at(-1)!
