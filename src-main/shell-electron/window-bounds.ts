import type { Rectangle } from 'electron'
import { z } from '#shared/kernel/zod.ts'

/** What is kept of a window between runs. */
export const SavedBounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
})
export type SavedBounds = z.infer<typeof SavedBounds>

/** A display's area without task bars, in the coordinates windows use. */
export interface Area {
  readonly workArea: Rectangle
}

const DEFAULT_SIZE = { width: 1440, height: 900 }
/** This much of a window must lie on a display, or its user could not take hold of it. */
const MIN_VISIBLE = { width: 200, height: 100 }

function overlap(a: Rectangle, b: Rectangle): { readonly width: number; readonly height: number } {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return { width: Math.max(0, width), height: Math.max(0, height) }
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const seen = overlap(bounds, area)
  // The title bar is what a window is moved by: its top edge must be on the display too.
  const topInside = bounds.y >= area.y && bounds.y < area.y + area.height
  const width = Math.min(MIN_VISIBLE.width, bounds.width)
  const height = Math.min(MIN_VISIBLE.height, bounds.height)
  return topInside && seen.width >= width && seen.height >= height
}

/** The same size where it fits, in the middle of `area`. */
function centred(size: { readonly width: number; readonly height: number }, area: Rectangle): Rectangle {
  const width = Math.min(size.width, area.width)
  const height = Math.min(size.height, area.height)
  return { x: area.x + Math.floor((area.width - width) / 2), y: area.y + Math.floor((area.height - height) / 2), width, height }
}

/**
 * Where a window goes: where it was when that is on a display, else the middle of the main display. `displays` begins with
 * the main one; `home` is the index of the display a window without history prefers.
 */
export function placeWindow(saved: Rectangle | null, displays: readonly Area[], home = 0): Rectangle {
  const main = displays[home]?.workArea ?? displays[0]?.workArea ?? { x: 0, y: 0, ...DEFAULT_SIZE }
  if (saved === null) return centred(DEFAULT_SIZE, main)
  const { x, y, width, height } = saved
  if (displays.some(({ workArea }) => isReachable({ x, y, width, height }, workArea))) return { x, y, width, height }
  return centred(saved, displays[0]?.workArea ?? main)
}
