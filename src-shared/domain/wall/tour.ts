// 机位: where the camera of a wall is sent: to the stops of the scene that is shown, in turn, and away from them by a push.
import { home, moveOn, planOf, standingAt } from './movement.ts'
import type { Goal, Ground, Movement } from './movement.ts'
import type { Scene } from './scene.ts'
import type { Stop } from './stop.ts'

export interface Tour {
  readonly movement: Movement
  /** What the stops belong to; another state of a scene is another one. */
  readonly scene: Pick<Scene, 'id' | 'kind'>
  readonly stops: readonly Stop[]
  readonly at: number
  /** When it was sent to this stop, host's time. */
  readonly sinceMs: number
  /** A push has taken the camera elsewhere. */
  readonly isAway: boolean
}

const stopsOf = (scene: Scene): readonly Stop[] => (scene.kind === 'span' ? scene.stops : [])

function goalOf(stop: Stop | undefined): Goal {
  return stop === undefined ? home : { at: 'stop', lng: stop.lng, lat: stop.lat, zoom: stop.zoom }
}

/** The camera stands where the scene begins. */
export function beginTour(scene: Scene, nowMs: number): Tour {
  const stops = stopsOf(scene)
  const movement = standingAt(goalOf(stops[0]), nowMs)
  return { movement, scene: { id: scene.id, kind: scene.kind }, stops, at: 0, sinceMs: nowMs, isAway: false }
}

/** Another scene is shown, or this one has been changed: from its first stop. Nothing happens where it is as it was. */
export function tourOf(now: Tour, scene: Scene, nowMs: number): Tour {
  const stops = stopsOf(scene)
  if (now.scene.id === scene.id && JSON.stringify(now.stops) === JSON.stringify(stops)) return now
  const next = beginTour(scene, nowMs)
  if (now.isAway) return { ...next, movement: now.movement, isAway: true }
  // Tiles have no picture of the whole wall that could be flown on from.
  if (now.scene.kind === 'tiles' || scene.kind === 'tiles') return next
  return { ...next, movement: moveOn(now.movement, next.movement.to, nowMs) }
}

export function sendAway(now: Tour, place: { readonly lng: number; readonly lat: number }, nowMs: number): Tour {
  const goal: Goal = { at: 'place', lng: place.lng, lat: place.lat }
  return { ...now, movement: moveOn(now.movement, goal, nowMs), isAway: true }
}

/** Back to the stop it was taken from, where it rests anew. */
export function callBack(now: Tour, nowMs: number): Tour {
  const movement = moveOn(now.movement, goalOf(now.stops[now.at]), nowMs)
  return { ...now, movement, sinceMs: nowMs, isAway: false }
}

/** Goes on to the next stop when it has rested long enough; the same tour as long as it has not. */
export function goOn(now: Tour, nowMs: number, ground: Ground): Tour {
  const stop = now.stops[now.at]
  if (now.isAway || stop === undefined || now.stops.length < 2) return now
  const plan = planOf(now.movement, ground)
  const arrivedMs = plan.way === 'stand' ? now.sinceMs : plan.startAtHostMs + plan.durationMs
  if (nowMs < Math.max(now.sinceMs, arrivedMs) + stop.seconds * 1_000) return now
  const at = (now.at + 1) % now.stops.length
  return { ...now, at, sinceMs: nowMs, movement: moveOn(now.movement, goalOf(now.stops[at]), nowMs) }
}

/** Where it is, counted from 1; null: the scene has no stops. */
export function stopNow({ stops, at }: Tour): { at: number; of: number; name: string } | null {
  const stop = stops[at]
  return stop === undefined ? null : { at: at + 1, of: stops.length, name: stop.name }
}
