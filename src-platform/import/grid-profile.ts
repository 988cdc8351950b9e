import { z } from '#shared/kernel/zod.ts'
import { Datum } from './datum.ts'
import { Template } from './template.ts'

/** Zones of a source as unit grids 单元网格: templates over the zone's properties. */
export const GridProfile = z.strictObject({
  /** Unique, all digits: `060037001{OBJECTID:3}001`. */
  code: Template,
  /** How many digits a code has; the national pattern has 15. */
  codeDigits: z.int().min(6).max(24).default(15),
  datum: Datum.default('wgs84'),
  name: Template.optional(),
  street: Template.optional(),
  community: Template.optional(),
  /** Code of the responsibility grid 责任网格 it belongs to. */
  dutyGrid: Template.optional(),
  areaGrade: z.enum(['A', 'B', 'C']),
  /** Column of the cases' file and property of the zone that should name the same zone; empty and `0` compare with nothing. */
  check: z.strictObject({ column: z.string().min(1).max(120), property: z.string().min(1).max(120) }).optional(),
})
export type GridProfile = z.infer<typeof GridProfile>

/** Profile of a layer of grids imported on its own. */
export const GridFileProfile = z.strictObject({
  format: z.literal('wanmi-grid-import/1'),
  name: z.string().min(1).max(120),
  grids: GridProfile.omit({ check: true }),
})
export type GridFileProfile = z.infer<typeof GridFileProfile>
