import { z } from '#shared/kernel/zod.ts'
import { Template } from './template.ts'

/** Zones of a source as unit grids 单元网格: templates over the zone's properties. */
export const GridProfile = z.strictObject({
  /** Unique, 15 digits unless the hall's pattern says otherwise: `060037001{OBJECTID:3}001`. */
  code: Template,
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
