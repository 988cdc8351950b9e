import { Instant } from '#shared/domain/case/case-row.ts'
import { CaseState } from '#shared/domain/case/terms.ts'
import { MapPictures } from '#shared/domain/geometry/map-pictures.ts'
import { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { CaseBrief } from './cases.contract.ts'
import { access, query, topic } from './contract.ts'

/**
 * basemap: map features by layer; grids: unit grids; components and cases (those that have ended; live ones are pins): points,
 * thinned below zoom 15. A component says what it is from zoom 16 on. pictures: a base map of pictures, beneath all of these.
 */
export const TileLayer = z.enum(['basemap', 'grids', 'components', 'cases', 'pictures'])
export type TileLayer = z.infer<typeof TileLayer>

export const MapInfo = z.object({
  center: z.tuple([z.number(), z.number()]),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  attribution: z.string(),
  /** Null while the base map has none. */
  pictures: MapPictures.nullable(),
  /** Rise when a layer's tiles must be fetched anew. */
  revisions: z.record(TileLayer, z.int()),
  counts: z.object({ grids: z.int(), components: z.int(), cases: z.int(), features: z.int() }),
})
export type MapInfo = z.infer<typeof MapInfo>

/** A live (not ended) case on the map. Carries nothing personal. */
export const CasePin = z.object({
  id: CaseId,
  no: CaseNo,
  state: CaseState,
  className: z.string(),
  address: z.string(),
  lng: z.number(),
  lat: z.number(),
  dueAt: Instant.nullable(),
  attentionAt: Instant.nullable(),
  urgent: z.boolean(),
  pending: z.int(),
  /** As in a list's line. */
  neighbours: CaseBrief.shape.neighbours,
  claim: CaseBrief.shape.claim,
})
export type CasePin = z.infer<typeof CasePin>

export const mapContract = {
  info: topic({ in: z.object({}), out: MapInfo, access: access.shown }),
  /**
   * Mapbox Vector Tile bytes (uncompressed), one layer named as asked; of pictures a PNG, JPEG or WebP. Empty when nothing is
   * there.
   */
  tile: query({
    in: z.object({ layer: TileLayer, z: z.int().min(0).max(22), x: z.int().min(0), y: z.int().min(0) }),
    out: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    access: access.shown,
  }),
  /** Live cases inside a box, most urgent first, at most 2,000; `total` says how many there are. */
  pins: topic({
    in: z.object({ bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]) }),
    out: z.object({ pins: z.array(CasePin), total: z.int(), asOf: Instant.nullable() }),
    access: access.shown,
  }),
}
