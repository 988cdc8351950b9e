import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import type { Hall } from '../hall/index.ts'

/** Until the hall's settings have arrived: the whole country. */
export const CHINA = { center: [104.2, 35.9], bounds: [73.5, 18.1, 134.8, 53.6] } as const

/** The box of the hall: of its base map, else of its settings. */
export async function hallBounds({ db: { cache } }: Hall): Promise<Bbox> {
  const [settings, basemap] = await Promise.all([cache.hallSettings(), cache.basemapSettings()])
  return basemap?.bounds ?? settings?.bounds ?? CHINA.bounds
}
