// The camera of a wall: where the middle of the whole canvas looks, in web Mercator as MapLibre has it (512 px tiles).
import { z } from '#shared/kernel/zod.ts'
import { Lat, Lng } from '../case/case-row.ts'
import type { Bbox } from '../geometry/geometry.ts'

export const Camera = z.object({ lng: Lng, lat: Lat, zoom: z.number().min(0).max(24) })
export type Camera = z.infer<typeof Camera>

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Insets {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** Where the sheet of Mercator ends. */
const MOST_LAT = 85.051129
const TILE_PX = 512
const MOST_ZOOM = 20

export const worldPx = (zoom: number): number => TILE_PX * 2 ** zoom

export function mercatorX(lng: number): number {
  return (lng + 180) / 360
}

export function mercatorY(lat: number): number {
  const kept = Math.min(MOST_LAT, Math.max(-MOST_LAT, lat))
  return (1 - Math.log(Math.tan(Math.PI / 4 + (kept * Math.PI) / 360)) / Math.PI) / 2
}

export function lngOf(x: number): number {
  return x * 360 - 180
}

export function latOf(y: number): number {
  return (Math.atan(Math.exp((1 - 2 * y) * Math.PI)) * 360) / Math.PI - 90
}

/** Pixel of the canvas at which a place stands. */
export function screenOf(
  camera: Camera,
  place: { readonly lng: number; readonly lat: number },
  { width, height }: Size,
): [number, number] {
  const world = worldPx(camera.zoom)
  return [
    (mercatorX(place.lng) - mercatorX(camera.lng)) * world + width / 2,
    (mercatorY(place.lat) - mercatorY(camera.lat)) * world + height / 2,
  ]
}

/** The camera that shows all of a box inside a canvas, clear of its insets. */
export function fitBox([west, south, east, north]: Bbox, { width, height }: Size, insets: Insets): Camera {
  const room = {
    width: Math.max(1, width - insets.left - insets.right),
    height: Math.max(1, height - insets.top - insets.bottom),
  }
  const [x0, x1, y0, y1] = [mercatorX(west), mercatorX(east), mercatorY(north), mercatorY(south)]
  const scale = Math.min(room.width / Math.max(1e-9, x1 - x0), room.height / Math.max(1e-9, y1 - y0))
  const zoom = Math.min(MOST_ZOOM, Math.max(0, Math.log2(scale / TILE_PX)))
  const world = worldPx(zoom)
  const x = (x0 + x1) / 2 + (insets.right - insets.left) / 2 / world
  const y = (y0 + y1) / 2 + (insets.bottom - insets.top) / 2 / world
  return { lng: lngOf(x), lat: latOf(y), zoom }
}
