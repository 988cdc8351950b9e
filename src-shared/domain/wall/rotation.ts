// 轮播: scenes one after the other, each for its own time.
import { z } from '#shared/kernel/zod.ts'
import { SceneId } from './scene.ts'

/** How long a scene may stand in a rotation. */
export const TURN_SECONDS = { least: 10, most: 3_600, usual: 60 } as const
export const MOST_TURNS = 20

export const Turn = z.object({ scene: SceneId, seconds: z.int().min(TURN_SECONDS.least).max(TURN_SECONDS.most) })
export type Turn = z.infer<typeof Turn>

/** In this order, from the beginning again after the last; the same scene may come several times. Kept while it is off. */
export const Rotation = z
  .object({ isOn: z.boolean(), turns: z.array(Turn).max(MOST_TURNS) })
  .refine(({ isOn, turns }) => !isOn || turns.length >= 2, { path: ['turns'], message: '2' })
export type Rotation = z.infer<typeof Rotation>

export const noRotation: Rotation = { isOn: false, turns: [] }

/** The turn after the one at `at` (-1: before the first) whose scene can be shown now; undefined when there is no other. */
export function nextTurn(turns: readonly Turn[], at: number, canShow: (scene: string) => boolean): number | undefined {
  const order = turns.map((_, step) => (at + 1 + step) % turns.length)
  return order.find((turn) => turn !== at && canShow(turns[turn]?.scene ?? ''))
}
