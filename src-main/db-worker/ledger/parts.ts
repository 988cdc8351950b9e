import type { SeatId } from '#shared/kernel/ids.ts'
import type { WriteDb } from '../driver.ts'
import type { Seal } from './seal.ts'

/** What every part of the ledger works with. */
export interface LedgerParts {
  readonly db: WriteDb
  readonly seat: SeatId
  readonly seal: Seal
  /** Where a new ledger's numbering goes on from: the platform's last number of this seat. */
  readonly lastS: number
}
