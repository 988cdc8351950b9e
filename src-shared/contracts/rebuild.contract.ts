// 重建本机数据: the machine's copy of the platform's data is made anew beside the one that is being read.
import { z } from '#shared/kernel/zod.ts'
import { access, command } from './contract.ts'

/**
 * fresh: nothing here yet; schema: what is here was taken over from a cache of an older form; epoch: the platform's store began a
 * new life; expired: it can no longer say what changed since; digests: it holds other rows and mending did not help; damaged:
 * pages of the file are not what was written; asked: by a person.
 */
export const RebuildReason = z.enum(['fresh', 'schema', 'epoch', 'expired', 'digests', 'damaged', 'asked'])
export type RebuildReason = z.infer<typeof RebuildReason>

/** waiting: the platform is still making its snapshot; download and unpack: bytes of it; changes: of the feed. */
export const RebuildStep = z.enum(['waiting', 'download', 'unpack', 'changes'])

export const RebuildStatus = z.object({
  reason: RebuildReason,
  step: RebuildStep,
  /** Bytes, or changes. */
  done: z.number().min(0),
  /** Null when not known. */
  total: z.number().min(0).nullable(),
  ratePerSecond: z.number().min(0),
  leftMs: z.number().min(0).nullable(),
})
export type RebuildStatus = z.infer<typeof RebuildStatus>

export const cacheContract = {
  /** Refused with 'offline' while the platform cannot be heard. Audited. */
  rebuild: command({ in: z.object({}), out: z.null(), access: access.seat }),
}
