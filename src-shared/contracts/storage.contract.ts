import { Instant } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, topic } from './contract.ts'

export const StorageStatus = z.object({
  /**
   * low: room is getting short; full: the kept room is in use, only what is on its way is written down; spent: that room is used
   * up too, and something was refused.
   */
  word: z.enum(['ok', 'low', 'full', 'spent']),
  freeBytes: z.int(),
  /** Last proved backup of this start; null when there is none yet. */
  backupAt: Instant.nullable(),
  /** Code of the refusal when the last backup could not be made. */
  backupRefusal: z.string().nullable(),
})
export type StorageStatus = z.infer<typeof StorageStatus>

export const storageContract = {
  status: topic({ in: z.object({}), out: StorageStatus, access: access.shown }),
}
