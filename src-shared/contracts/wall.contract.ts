import { Instant } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, topic } from './contract.ts'
import { CasePin } from './map.contract.ts'

/** What the wall prints over the map; no names, no telephone numbers. */
export const WallFigures = z.object({
  hallName: z.string(),
  zoneOffsetMinutes: z.int(),
  reportedToday: z.int(),
  filedToday: z.int(),
  closedToday: z.int(),
  open: z.int(),
  overdue: z.int(),
  emergency: z.int(),
  /** Acts of this hall that the platform has not confirmed and that are in the figures: 含 N 项未上传. */
  pending: z.int(),
  /** The most pressing open cases, at most 7. */
  pressing: z.array(CasePin),
  asOf: Instant.nullable(),
})
export type WallFigures = z.infer<typeof WallFigures>

export const wallContract = {
  figures: topic({ in: z.object({}), out: WallFigures, access: access.shown }),
}
