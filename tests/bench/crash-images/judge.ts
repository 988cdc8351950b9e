import { mkdirSync, rmSync } from 'node:fs'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import { SeatId } from '#shared/kernel/ids.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { writeImage } from './powered-disk.ts'
import type { Image } from './powered-disk.ts'
import type { Safe } from './safe.ts'

export interface Found {
  /** What had been called safe and is not there. */
  readonly lost: readonly Safe[]
  /** Why the ledger is not one any more, or null. */
  readonly broken: string | null
}

/** Starts the product's own recovery on an image and asks it for everything that was said to be safe. */
export function judge(folder: string, image: Image, said: readonly Safe[]): Found {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    writeImage(folder, image)
    const opened = openLedger({ dataDir: folder, seat: SeatId.parse('1'), lastS: 0 })
    if (!opened.ok) return { lost: said, broken: `${opened.error.code} ${opened.error.detail ?? ''}` }
    try {
      const fault = opened.value.verify()
      const lost = said.filter((safe) => !isThere(opened.value, safe))
      return { lost, broken: fault === null ? null : `${fault.chain} ${String(fault.n)}` }
    } finally {
      opened.value.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function isThere(ledger: SyncApi<LedgerApi>, safe: Safe): boolean {
  if ('command' in safe) return ledger.find(safe.command) !== null
  if ('outcome' in safe) return ledger.find(safe.outcome)?.standing === 'accepted'
  if ('draft' in safe) return (ledger.draft(safe.draft)?.rev ?? 0) >= safe.rev
  return (ledger.takeNumber(safe.number.slice(6, 14)) ?? '') > safe.number
}
