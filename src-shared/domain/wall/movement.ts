// Where the wall looks: a goal that every canvas can work out for itself, and how it got there.
import type { Bbox } from '../geometry/geometry.ts'
import { fitBox } from './camera.ts'
import type { Camera, Insets, Size } from './camera.ts'
import { LONGEST_MS, planTo, standAt } from './camera-plan.ts'
import type { CameraPlan } from './camera-plan.ts'
import { cameraAtStop, USUAL_WIDTH_PX } from './stop.ts'
import type { Stop } from './stop.ts'

/** home: all of the hall. A place is shown as close as one reads house numbers, closer on larger walls. */
export type Goal =
  | { readonly at: 'home' }
  | { readonly at: 'place'; readonly lng: number; readonly lat: number }
  | ({ readonly at: 'stop' } & Pick<Stop, 'lng' | 'lat' | 'zoom'>)

export interface Movement {
  readonly from: Goal
  readonly to: Goal
  readonly beganHostMs: number
  /** It began while another one still ran: nobody can fly on from a place where the camera never rested. */
  readonly isInterrupting: boolean
}

export const home: Goal = { at: 'home' }

/** At rest from the beginning: nothing of another picture is there to come from. */
export const standingAt = (goal: Goal, hostMs: number): Movement => ({
  ...{ from: goal, to: goal, beganHostMs: hostMs, isInterrupting: false },
})

const PLACE_ZOOM = 16

export interface Ground {
  readonly bounds: Bbox
  readonly canvas: Size
  readonly insets: Insets
}

function cameraOf(goal: Goal, { bounds, canvas, insets }: Ground): Camera {
  if (goal.at === 'home') return fitBox(bounds, canvas, insets)
  if (goal.at === 'stop') return cameraAtStop(goal, canvas)
  return { lng: goal.lng, lat: goal.lat, zoom: PLACE_ZOOM + Math.max(0, Math.log2(canvas.width / USUAL_WIDTH_PX)) }
}

/** The same movement gives the same plan wherever it is worked out. */
export function planOf({ from, to, beganHostMs, isInterrupting }: Movement, ground: Ground): CameraPlan {
  const goal = cameraOf(to, ground)
  if (from === to) return standAt(goal)
  return planTo(cameraOf(from, ground), goal, ground.canvas, beganHostMs, !isInterrupting)
}

/** The movement towards a new goal, begun now; towards the same one it goes on as it is. */
export function moveOn(now: Movement, to: Goal, hostMs: number): Movement {
  if (JSON.stringify(now.to) === JSON.stringify(to)) return now
  const mayStillRun = now.from !== now.to && hostMs < now.beganHostMs + LONGEST_MS
  return { from: now.to, to, beganHostMs: hostMs, isInterrupting: mayStillRun }
}
