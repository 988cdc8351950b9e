// 场景时段: which scene is due at a time of day. A slot lasts until the next one begins, over midnight too.
import { z } from '#shared/kernel/zod.ts'
import { SceneId } from './scene.ts'

export const MINUTES_A_DAY = 1_440
export const MOST_SLOTS = 24

export const Slot = z.object({
  /** Minutes after midnight, hall time. */
  fromMinute: z
    .int()
    .min(0)
    .max(MINUTES_A_DAY - 1),
  scene: SceneId,
})
export type Slot = z.infer<typeof Slot>

/** In any order; no two slots begin together. */
export const Schedule = z
  .array(Slot)
  .max(MOST_SLOTS)
  .refine((slots) => new Set(slots.map(({ fromMinute }) => fromMinute)).size === slots.length, 'fromMinute')
export type Schedule = z.infer<typeof Schedule>

/** The slot that has begun last; before the first one of the day it is yesterday's last. Undefined where nothing is planned. */
export function slotAt(schedule: Schedule, minute: number): Slot | undefined {
  const inOrder = schedule.toSorted((a, b) => a.fromMinute - b.fromMinute)
  return inOrder.findLast(({ fromMinute }) => fromMinute <= minute) ?? inOrder.at(-1)
}

/** How long until the next slot begins, 1 to 1,440 minutes; undefined where nothing is planned. */
export function minutesToNextSlot(schedule: Schedule, minute: number): number | undefined {
  const waits = schedule.map(({ fromMinute }) => ((fromMinute - minute - 1 + MINUTES_A_DAY) % MINUTES_A_DAY) + 1)
  return waits.length === 0 ? undefined : Math.min(...waits)
}

/** Minutes after midnight of an instant, in a zone so many minutes ahead of UTC. */
export function minuteOfDay(atMs: number, zoneOffsetMinutes: number): number {
  const minutes = Math.floor(atMs / 60_000) + zoneOffsetMinutes
  return ((minutes % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY
}
