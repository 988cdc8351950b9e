// Rows of the feed other than cases, flows, people and map features.
import { Instant } from '#shared/domain/case/case-row.ts'
import { MapPictures } from '#shared/domain/geometry/map-pictures.ts'
import { DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'

const Ring = z.array(z.tuple([z.number(), z.number()])).min(4)
export const PolygonGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring).min(1)).min(1) }),
])
export type PolygonGeometry = z.infer<typeof PolygonGeometry>

/** 单元网格, kind `grid`, id = code. */
export const GridRow = z.object({
  code: z.string().max(24),
  name: z.string().max(80).nullable(),
  street: z.string().max(60).nullable(),
  community: z.string().max(60).nullable(),
  dutyGrid: z.string().max(24).nullable(),
  areaGrade: z.enum(['A', 'B', 'C']),
  geometry: PolygonGeometry,
})
export type GridRow = z.infer<typeof GridRow>

/** 责任网格, kind `duty-grid`: adjacent unit grids walked by named inspectors. */
export const DutyGridRow = z.object({
  code: z.string().max(24),
  name: z.string().max(60),
  inspectors: z.array(PersonId),
  department: DepartmentId.nullable(),
  /** Outline of its unit grids, for the map. */
  geometry: PolygonGeometry.optional(),
})
export type DutyGridRow = z.infer<typeof DutyGridRow>

/** 部件, kind `component`, id = 16-digit code. */
export const ComponentRow = z.object({
  code: z.string().max(24),
  classCode: z.string().max(16),
  name: z.string().max(60),
  lng: z.number(),
  lat: z.number(),
  grid: z.string().max(24).nullable(),
  /** 主管部门, 权属单位, 养护单位 */
  department: DepartmentId.nullable(),
  owner: DepartmentId.nullable(),
  keeper: DepartmentId.nullable(),
  state: z.enum(['intact', 'broken', 'lost', 'retired']),
  changedOn: z.string().nullable(),
})
export type ComponentRow = z.infer<typeof ComponentRow>

/** 处置单位, kind `department`. `duties`: class code prefixes and grid code prefixes it answers for. */
export const DepartmentRow = z.object({
  id: DepartmentId,
  name: z.string().max(60),
  phone: z.string().max(24).nullable(),
  duties: z.array(z.object({ classes: z.string().max(16), grids: z.string().max(24) })),
  external: z.boolean(),
})
export type DepartmentRow = z.infer<typeof DepartmentRow>

/** Street and community names with what a search needs, kind `street`. */
export const StreetRow = z.object({
  id: z.string().max(128),
  name: z.string().max(120),
  otherNames: z.array(z.string().max(120)),
  kind: z.enum(['road', 'street-office', 'community']),
  lng: z.number(),
  lat: z.number(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  lengthM: z.number().nullable(),
})
export type StreetRow = z.infer<typeof StreetRow>

/** 兴趣点 and named buildings, kind `place`. */
export const PlaceRow = z.object({
  id: z.string().max(128),
  name: z.string().max(120),
  otherNames: z.array(z.string().max(120)),
  kind: z.string().max(40),
  address: z.string().max(200),
  lng: z.number(),
  lat: z.number(),
})
export type PlaceRow = z.infer<typeof PlaceRow>

/** kind `settings`, id `hall`: one row for what the whole hall shares. */
export const HallSettings = z.object({
  hall: z.string(),
  name: z.string().max(80),
  district: z.string().regex(/^\d{6}$/),
  zoneOffsetMinutes: z.int().min(-840).max(840),
  center: z.tuple([z.number(), z.number()]),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  shifts: z.array(
    z.object({ id: z.string(), name: z.string(), from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) }),
  ),
  offlineHours: z.int().min(1).max(720),
  idleLockMinutes: z.int().min(1).max(120),
  /** 区号: completes a telephone number that is told without one; without it 8612312 and 0564-8612312 are two callers. */
  areaCode: z.string().regex(/^0(?:10|2\d|[3-9]\d{2})$/).optional(),
  /** When an inspector counts as on line and as off his duty grid; without it the rules of `domain/patrol`. */
  patrol: z.object({ onlineSeconds: z.int().min(10).max(3_600), offGridMinutes: z.int().min(1).max(240) }).optional(),
})
export type HallSettings = z.infer<typeof HallSettings>

/** kind `settings`, id `basemap`: the attribution every map must carry. */
export const BasemapSettings = z.object({
  name: z.string().max(120),
  attribution: z.string().max(300),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  importedAt: Instant,
  features: z.int(),
  /** Where there are tiles of pictures, kind `map-tile`. */
  pictures: MapPictures.optional(),
})
export type BasemapSettings = z.infer<typeof BasemapSettings>
