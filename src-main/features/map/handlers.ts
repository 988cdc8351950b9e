import type { Contracts } from '#shared/contracts/index.ts'
import type { CasePin, TileLayer } from '#shared/contracts/map.contract.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import { CHINA, hallBounds } from './hall-bounds.ts'
import type { MapRevisions } from './revisions.ts'

const MOST_PINS = 2_000

/** `onWall`: what a window of the wall may show of a live case just now. */
export function mapHandlers(
  hall: Hall,
  revisions: MapRevisions,
  onWall: (pin: CasePin) => CasePin,
): HandlersOf<Contracts['map']> {
  const { cache } = hall.db
  return {
    info: {
      watches: ['map', 'reference'],
      read: async () => {
        const [settings, basemap, counts, bounds] = await Promise.all([
          cache.hallSettings(),
          cache.basemapSettings(),
          cache.counts(),
          hallBounds(hall),
        ])
        const [west, south, east, north] = bounds
        const center = settings?.center ?? CHINA.center
        const inside = center[0] >= west && center[0] <= east && center[1] >= south && center[1] <= north
        return ok({
          center: inside ? [center[0], center[1]] : [(west + east) / 2, (south + north) / 2],
          bounds: [west, south, east, north],
          attribution: basemap?.attribution ?? '',
          pictures: basemap?.pictures ?? null,
          revisions: revisions.all(),
          counts,
        })
      },
    },
    tile: async ({ layer, z, x, y }: { layer: TileLayer; z: number; x: number; y: number }) =>
      ok(await cache.tile(layer, z, x, y)),
    pins: {
      watches: ['cases', 'map', 'wall'],
      read: async ({ bbox }, { caller }) => {
        // Before it is read: what arrives meanwhile must not make it look fresher than it is.
        const asOf = hall.link.status().freshAt
        const { pins, total } = await cache.pins(bbox, MOST_PINS)
        return ok({ pins: caller === 'wall' ? pins.map(onWall) : [...pins], total, asOf })
      },
    },
  }
}
