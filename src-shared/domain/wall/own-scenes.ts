// 自建场景: scenes a hall has made for itself, how they change, and the one step back.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { checkLayout } from './check-scene.ts'
import type { Rotation } from './rotation.ts'
import { standingScenes } from './scene.ts'
import type { Scene } from './scene.ts'
import type { Schedule } from './schedule.ts'

export const MOST_OWN_SCENES = 30

export interface OwnScenes {
  readonly own: readonly Scene[]
  /** What the last change replaced or removed; null: nothing to bring back. */
  readonly spare: Scene | null
}

const standing = standingScenes(1)
const isStanding = (id: string): boolean => standing.some((scene) => scene.id === id)

/** A new scene under an id of its own, or a new state of one that is there. Its name is its own, its panels fit. */
export function saveOwn({ own }: OwnScenes, scene: Scene, as: 'new' | 'same'): Result<{ id: string; scenes: OwnScenes }> {
  const id = as === 'new' ? freshId(own) : scene.id
  const before = own.find((one) => one.id === id)
  if (as === 'same' && isStanding(id)) return refuse('wall-scene-fixed', id)
  if (as === 'same' && before === undefined) return refuse('wall-no-scene', id)
  if (as === 'new' && own.length >= MOST_OWN_SCENES) return refuse('wall-scenes-full', String(MOST_OWN_SCENES))
  const kept: Scene = { ...scene, id, name: scene.name.trim() }
  const wrong = checkName(kept, own)
  if (wrong !== undefined) return refuse('wall-scene-wrong', wrong)
  const laidOut = checkLayout(kept)
  if (!laidOut.ok) return laidOut
  const after = before === undefined ? [...own, kept] : own.map((one) => (one.id === id ? kept : one))
  return ok({ id, scenes: { own: after, spare: before ?? null } })
}

function checkName({ id, name }: Scene, own: readonly Scene[]): string | undefined {
  if (name === '' || /\p{Cc}/u.test(name)) return 'name'
  return [...standing, ...own].some((other) => other.id !== id && other.name === name) ? `name: ${name}` : undefined
}

/** Numbers go on, so that nothing old means a new scene. */
function freshId(own: readonly Scene[]): string {
  const numbers = own.map(({ id }) => Number(/^own-(\d{1,9})$/.exec(id)?.[1] ?? 0))
  return `own-${String(Math.max(0, ...numbers) + 1)}`
}

/** Takes a scene away that neither the times of day nor the rotation name. */
export function dropOwn({ own }: OwnScenes, id: string, plans: { schedule: Schedule; rotation: Rotation }): Result<OwnScenes> {
  if (isStanding(id)) return refuse('wall-scene-fixed', id)
  const gone = own.find((one) => one.id === id)
  if (gone === undefined) return refuse('wall-no-scene', id)
  const where = useOf(id, plans)
  if (where !== undefined) return refuse('wall-scene-in-use', where)
  return ok({ own: own.filter((one) => one !== gone), spare: gone })
}

function useOf(id: string, { schedule, rotation }: { schedule: Schedule; rotation: Rotation }): string | undefined {
  const slot = schedule.findIndex(({ scene }) => scene === id)
  if (slot >= 0) return `schedule.${String(slot)}`
  const turn = rotation.turns.findIndex(({ scene }) => scene === id)
  return turn < 0 ? undefined : `rotation.turns.${String(turn)}`
}

/** Brings back what the last change replaced or removed; after a change, the change itself is what can be brought back next. */
export function restoreOwn({ own, spare }: OwnScenes): Result<OwnScenes> {
  if (spare === null) return refuse('wall-nothing-to-undo')
  const now = own.find(({ id }) => id === spare.id)
  return ok({ own: now === undefined ? [...own, spare] : own.map((one) => (one === now ? spare : one)), spare: now ?? null })
}
