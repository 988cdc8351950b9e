// POST /v1/bulk/:kind (administrator): imports. Idempotent by id; a case also by its external id.
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'

export const BulkKind = z.enum([
  'grid',
  'duty-grid',
  'component',
  'department',
  'person',
  'street',
  'place',
  'map-feature',
  'map-tile',
  'settings',
  'camera',
  'vehicle',
  'case',
  'catalogue',
  'calendar',
])
export type BulkKind = z.infer<typeof BulkKind>

/** A finished or running case of another system: the row without what the platform gives (id, number when absent, versions). */
export const ImportedCase = z.object({
  row: CaseRow.omit({ id: true, no: true, ver: true, catalogueVersion: true, className: true }).extend({
    externalId: z.string().min(1).max(120),
    /** Kept as the number shown when it fits the pattern; otherwise the platform gives one. */
    no: z.string().max(24).nullable(),
  }),
  flow: z.array(FlowRecord.omit({ id: true, caseId: true, n: true })).max(50),
})
export type ImportedCase = z.infer<typeof ImportedCase>

/** Rows are checked one by one; a wrong one is refused with its index, the others go in. At most 1,000 rows and 8 MiB. */
export const BulkRequest = z.object({ rows: z.array(z.unknown()).min(1).max(1_000) })
export const BulkReply = z.object({
  imported: z.int(),
  /** Present already with the same content. */
  unchanged: z.int(),
  refused: z.array(z.object({ index: z.int(), code: z.string(), detail: z.string() })),
})
export type BulkReply = z.infer<typeof BulkReply>
