// Where the wall looks: a goal that every canvas can work out for itself, and how it got there.
import { fitBox, planTo, LONGEST_MS, standAt } from '#shared/domain/wall/index.ts'
import type { Camera, CameraPlan, Insets, Size } from '#shared/domain/wall/index.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'

/** home: all of the hall. A place is shown as close as one reads house numbers, closer on larger walls. */
export type Goal = { readonly at: 'home' } | { readonly at: 'place'; readonly lng: number; readonly lat: number }

export interface Movement {
  readonly from: Goal
  readonly to: Goal
  readonly beganHostMs: number
  /** It began while another one still ran: nobody can fly on from a place where the camera never rested. */
  readonly isInterrupting: boolean
}

export const home: Goal = { at: 'home' }
export const standing: Movement = { from: home, to: home, beganHostMs: 0, isInterrupting: false }

const PLACE_ZOOM = 16
const USUAL_WIDTH_PX = 1_920

export interface Ground {
  readonly bounds: Bbox
  readonly canvas: Size
  readonly insets: Insets
}

function cameraOf(goal: Goal, { bounds, canvas, insets }: Ground): Camera {
  if (goal.at === 'home') return fitBox(bounds, canvas, insets)
  return { lng: goal.lng, lat: goal.lat, zoom: PLACE_ZOOM + Math.max(0, Math.log2(canvas.width / USUAL_WIDTH_PX)) }
}

/** The same movement gives the same plan wherever it is worked out. */
export function planOf({ from, to, beganHostMs, isInterrupting }: Movement, ground: Ground): CameraPlan {
  const goal = cameraOf(to, ground)
  if (from === to) return standAt(goal)
  return planTo(cameraOf(from, ground), goal, ground.canvas, beganHostMs, !isInterrupting)
}

/** The movement towards a new goal, begun now. */
export function moveOn(now: Movement, to: Goal, hostMs: number): Movement {
  const mayStillRun = now.from !== now.to && hostMs < now.beganHostMs + LONGEST_MS
  return { from: now.to, to, beganHostMs: hostMs, isInterrupting: mayStillRun }
}
