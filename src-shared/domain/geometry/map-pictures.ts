import { z } from '#shared/kernel/zod.ts'

/** What a map must know to ask for pictures: zooms of the tiles, their side in pixels, and where there are any. */
export const MapPictures = z.object({
  minZoom: z.int().min(0).max(22),
  maxZoom: z.int().min(0).max(22),
  tileSize: z.int().min(64).max(2_048),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})
export type MapPictures = z.infer<typeof MapPictures>
