// 镜头计划: a movement as everybody computes it for himself. Nothing is sent while the camera moves; each pane asks the plan
// where the camera is at the host's time of its own frame.
import { z } from '#shared/kernel/zod.ts'
import { Camera, latOf, lngOf, mercatorX, mercatorY, worldPx } from './camera.ts'
import type { Size } from './camera.ts'
import { flightPath } from './flight.ts'
import type { Path } from './flight.ts'

export const CameraPlan = z.object({
  from: Camera,
  to: Camera,
  /** Host's time, ms. Before it the camera stands at `from`. */
  startAtHostMs: z.number(),
  durationMs: z.number().min(0),
  /** fly: seen moving; fade: the old picture goes over into the new one; stand: at once. */
  way: z.enum(['fly', 'fade', 'stand']),
})
export type CameraPlan = z.infer<typeof CameraPlan>

/** Nothing on the wall is seen to move faster: four panes a frame apart would tear. */
export const MOST_PX_PER_S = 600
const LEAST_FLIGHT_MS = 800
/** A longer flight bores; it becomes a cross-fade. */
const MOST_FLIGHT_MS = 8_000
export const FADE_MS = 1_600
/** Time for a plan to reach every pane before it begins. */
export const LEAD_MS = 250
/** From the asking to the end of the longest movement. */
export const LONGEST_MS = LEAD_MS + MOST_FLIGHT_MS
const SAMPLES = 96

export function standAt(camera: Camera): CameraPlan {
  return { from: camera, to: camera, startAtHostMs: 0, durationMs: 0, way: 'stand' }
}

/** A plan for getting there: flown when it can be seen calmly, cross-faded when it is too far or may not be flown. */
export function planTo(from: Camera, to: Camera, size: Size, nowHostMs: number, mayFly = true): CameraPlan {
  const startAtHostMs = nowHostMs + LEAD_MS
  if (from.lng === to.lng && from.lat === to.lat && from.zoom === to.zoom) return standAt(to)
  const fastest = fastestPx(flightPath(from, to, size), size)
  const durationMs = Math.max(LEAST_FLIGHT_MS, Math.ceil((fastest / MOST_PX_PER_S) * 1_000))
  return mayFly && durationMs <= MOST_FLIGHT_MS
    ? { from, to, startAtHostMs, durationMs, way: 'fly' }
    : { from, to, startAtHostMs, durationMs: FADE_MS, way: 'fade' }
}

/** The same movement in a picture so many times as large: a plan made for a wall, seen in a small window. */
export function scaledPlan(plan: CameraPlan, times: number): CameraPlan {
  const scaled = (camera: Camera): Camera => ({ ...camera, zoom: Math.max(0, camera.zoom + Math.log2(times)) })
  return { ...plan, from: scaled(plan.from), to: scaled(plan.to) }
}

/** Where the camera is at a host's time. The same numbers on every pane, to the last bit. */
export function cameraAt(plan: CameraPlan, hostMs: number, size: Size): Camera {
  const share = shareAt(plan, hostMs)
  if (plan.way === 'fly') return flightPath(plan.from, plan.to, size)(ease(share))
  return share > 0 ? plan.to : plan.from
}

/** How much of the old picture still covers the new one: 1 to 0; 0 unless the plan is a fade that runs. */
export function coverAt(plan: CameraPlan, hostMs: number): number {
  if (plan.way !== 'fade') return 0
  const share = shareAt(plan, hostMs)
  // The first third is kept for the tiles of the new place to come.
  return share <= 0 ? 0 : Math.min(1, Math.max(0, (1 - share) * 1.5))
}

export function isOver(plan: CameraPlan, hostMs: number): boolean {
  return hostMs >= plan.startAtHostMs + plan.durationMs
}

function shareAt({ startAtHostMs, durationMs, way }: CameraPlan, hostMs: number): number {
  if (way === 'stand' || hostMs >= startAtHostMs + durationMs) return 1
  return Math.max(0, (hostMs - startAtHostMs) / durationMs)
}

/** Slow, faster, slow: at rest at both ends, at most 1.5 times the mean speed between. */
function ease(share: number): number {
  return share * share * (3 - 2 * share)
}

/** Greatest distance that anything on the canvas moves per unit of eased time, px: corners and middle, step by step. */
function fastestPx(path: Path, size: Size): number {
  const { width, height } = size
  const points: [number, number][] = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
    [width / 2, height / 2],
  ]
  let fastest = 0
  let before = path(0)
  for (let step = 1; step <= SAMPLES; step += 1) {
    const now = path(ease(step / SAMPLES))
    for (const point of points) fastest = Math.max(fastest, shiftPx(point, before, now, size) * SAMPLES)
    before = now
  }
  return fastest
}

/** How far what stands at a pixel has gone when the camera has moved on. */
export function shiftPx([x, y]: readonly [number, number], before: Camera, now: Camera, { width, height }: Size): number {
  const [was, is] = [worldPx(before.zoom), worldPx(now.zoom)]
  const place = { x: mercatorX(before.lng) + (x - width / 2) / was, y: mercatorY(before.lat) + (y - height / 2) / was }
  const dx = (place.x - mercatorX(now.lng)) * is + width / 2 - x
  const dy = (place.y - mercatorY(now.lat)) * is + height / 2 - y
  return Math.hypot(dx, dy)
}

/** The place at a pixel of the canvas. */
export function placeAt(
  camera: Camera,
  [x, y]: readonly [number, number],
  { width, height }: Size,
): { lng: number; lat: number } {
  const world = worldPx(camera.zoom)
  return {
    lng: lngOf(mercatorX(camera.lng) + (x - width / 2) / world),
    lat: latOf(mercatorY(camera.lat) + (y - height / 2) / world),
  }
}
