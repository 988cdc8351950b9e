// 镜头: the places a scene of one map shows one after the other, and what is drawn on that map.
import { z } from '#shared/kernel/zod.ts'
import { Lng } from '../case/case-row.ts'
import type { Bbox } from '../geometry/geometry.ts'
import type { Camera, Size } from './camera.ts'

/** What may be shown and left out on the map of a span. */
export const layerNames = ['cases', 'grids', 'components', 'history', 'inspectors', 'vehicles', 'cameras'] as const
export type LayerName = (typeof layerNames)[number]
const isShown = z.boolean()
export const SpanLayers = z.object({
  cases: isShown,
  grids: isShown,
  components: isShown,
  history: isShown,
  inspectors: isShown,
  vehicles: isShown,
  cameras: isShown,
})
export type SpanLayers = z.infer<typeof SpanLayers>

/** As on the map that every wall has. */
export const usualLayers: SpanLayers = {
  ...{ cases: true, grids: true, components: false, history: false },
  ...{ inspectors: true, vehicles: true, cameras: true },
}

export const MOST_STOPS = 40
/** How long the camera may rest at a stop. */
export const STOP_SECONDS = { least: 5, most: 3_600, usual: 20 } as const
export const STOP_ZOOM = { least: 3, most: 18 } as const
/** Beyond it there is no sheet of Mercator. */
const MOST_LAT = 85

/** A stop (镜头) of the camera: where, how near, how long. */
export const Stop = z.object({
  /** May be empty. */
  name: z
    .string()
    .max(40)
    .regex(/^\P{Cc}*$/u),
  lng: Lng,
  lat: z.number().min(-MOST_LAT).max(MOST_LAT),
  /** Of a picture 1,920 px wide: the same ground is seen on every wall, however many monitors it has. */
  zoom: z.number().min(STOP_ZOOM.least).max(STOP_ZOOM.most),
  /** Time at rest; the way there is not part of it. */
  seconds: z.int().min(STOP_SECONDS.least).max(STOP_SECONDS.most),
})
export type Stop = z.infer<typeof Stop>

export const USUAL_WIDTH_PX = 1_920
/** MapLibre's map goes no nearer. */
const NEAREST_ZOOM = 20

/** The camera that shows a stop on such a canvas. */
export function cameraAtStop({ lng, lat, zoom }: Pick<Stop, 'lng' | 'lat' | 'zoom'>, { width }: Size): Camera {
  return { lng, lat, zoom: Math.min(NEAREST_ZOOM, Math.max(0, zoom + Math.log2(width / USUAL_WIDTH_PX))) }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** The stop that shows the ground a picture of that width shows now, to a metre and a hundredth of a zoom. */
export function stopOfView(view: Camera, widthPx: number): Pick<Stop, 'lng' | 'lat' | 'zoom'> {
  const zoom = view.zoom - Math.log2(Math.max(1, widthPx) / USUAL_WIDTH_PX)
  return {
    ...{ lng: rounded(view.lng, 5), lat: rounded(view.lat, 5) },
    zoom: rounded(Math.min(STOP_ZOOM.most, Math.max(STOP_ZOOM.least, zoom)), 2),
  }
}

/** Place in its list of the first stop that lies farther from the hall than the hall is large, where no map is; -1: none. */
export function strayStop(stops: readonly Stop[], [west, south, east, north]: Bbox): number {
  const [width, height] = [east - west, north - south]
  return stops.findIndex(
    ({ lng, lat }) => lng < west - width || lng > east + width || lat < south - height || lat > north + height,
  )
}
