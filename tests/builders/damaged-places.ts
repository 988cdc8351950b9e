// What opening says of a ledger with a bit turned over, place by place. The unit run tries some of the places, npm test all.
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import type { GuardApi } from '#main/db-worker/ledger-guard/guard-api.ts'
import { openGuard } from '#main/db-worker/ledger-guard/open-guard.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import { aReport, anAudit } from './a-command.ts'
import { aDataFolder } from './a-folder.ts'
import { aLedger } from './a-ledger.ts'

const NOW = Date.UTC(2026, 10, 22, 4)
const seat = '1' as SeatId

/** The guard of a folder, beside whoever has its ledger open. */
export const guardOf = (dataDir: string): SyncApi<GuardApi> => unwrap(openGuard({ dataDir, seat, lock: false }))

/** Appends `count` commands of as many cases from number `from` on. */
export function act(ledger: SyncApi<LedgerApi>, from: number, count: number): void {
  for (let n = from; n < from + count; n += 1) unwrap(ledger.append([aReport(n, n)], anAudit({ detail: `第 ${String(n)} 件` })))
}

/** A folder with 20 acknowledged commands, ten of them in a backup, as a power cut leaves it: the log was not moved in. */
export function aCutFolder(): string {
  const [dataDir, picture] = [aDataFolder(), aDataFolder()]
  const ledger = aLedger({ dataDir })
  act(ledger, 1, 10)
  unwrap(guardOf(dataDir).backup(NOW))
  act(ledger, 11, 10)
  cpSync(dataDir, picture, { recursive: true, filter: (path) => !/instance\.|-shm$/.test(path) })
  ledger.close()
  return picture
}

export const idsIn = (ledger: SyncApi<LedgerApi>): string[] => ledger.tray().map(({ command }) => command.id)

export function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at]! ^= 4
  writeFileSync(file, bytes)
}

export interface DamagedPlaces {
  readonly tried: number
  /** Places that were neither refused in words nor told the same. */
  readonly wrong: readonly string[]
}

/** Damages a cut ledger and its log at `perFile` places each, one at a time. */
export function tryDamagedPlaces(perFile: number): DamagedPlaces {
  const dataDir = aCutFolder()
  const whole = aLedger({ dataDir: copyOf(dataDir) })
  const told = idsIn(whole).join()
  whole.close()
  const places = ['ledger.db', 'ledger.db-wal'].flatMap((name) => {
    const { size } = statSync(join(dataDir, name))
    const stride = Math.max(1, Math.floor(size / perFile))
    return Array.from({ length: Math.ceil(size / stride) }, (_, i) => ({ name, at: i * stride }))
  })
  const wrong = places.flatMap(({ name, at }) => {
    const said = saidAt(dataDir, name, at)
    return said === told || /^ledger-|^schema-newer/.test(said) ? [] : [`${name} ${String(at)}: ${said}`]
  })
  return { tried: places.length, wrong }
}

/** What is told, or the code of the refusal. */
function saidAt(dataDir: string, name: string, at: number): string {
  const picture = copyOf(dataDir)
  try {
    flip(join(picture, name), at)
    const found = openLedger({ dataDir: picture, seat, lastS: 0 })
    if (!found.ok) return found.error.code
    const ids = idsIn(found.value).join()
    found.value.close()
    return ids
  } finally {
    rmSync(picture, { recursive: true })
  }
}

function copyOf(dataDir: string): string {
  const picture = aDataFolder()
  cpSync(dataDir, picture, { recursive: true })
  return picture
}
