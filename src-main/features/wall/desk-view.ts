// The wall as a seat sees it, worked out afresh from what is decided and kept.
import type { PaneState, WallDesk } from '#shared/contracts/wall.contract.ts'
import { checkScene, checkStops, spanOf, standingScenes, unitPx, usualFittings } from '#shared/domain/wall/index.ts'
import type { Display, Fittings, Scene } from '#shared/domain/wall/index.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { unreadScene } from './wall-store.ts'
import type { Kept } from './wall-store.ts'

export interface WallState {
  readonly generation: number
  readonly kept: Kept
  readonly displays: readonly Display[]
  readonly pushed: WallDesk['pushed']
  readonly stop: WallDesk['stop']
  readonly others: WallDesk['others']
  readonly hasBefore: boolean
  /** The ground of the hall; null: nobody knows it yet. */
  readonly bounds: Bbox | null
  readonly panes: PaneState[]
}

/** What every wall has, and what this one has made for itself. */
export const scenesOf = ({ own }: Kept, displays: readonly Display[]): Scene[] => [
  ...standingScenes(Math.max(1, displays.length)),
  ...own,
]

/** Whether the monitors that stand here can show it, on the hall's ground; without monitors only whether its panels fit. */
export function verdictOn(
  scene: Scene,
  displays: readonly Display[],
  fittings: Fittings | null,
  bounds: Bbox | null,
): Result<void> {
  const told = fittings ?? usualFittings(displays)
  const onGround: Result<void> = bounds === null ? { ok: true, value: undefined } : checkStops(scene, bounds)
  if (!onGround.ok) return onGround
  if (displays.length === 0 && scene.kind === 'span') return { ok: true, value: undefined }
  return checkScene(scene, displays, spanOf(displays, told), unitPx(told) / (displays[0]?.scale ?? 1))
}

export function wallDesk({ generation, kept, displays, pushed, stop, others, hasBefore, bounds, panes }: WallState): WallDesk {
  const refusalOf = (scene: Scene): WallDesk['scenes'][number]['refusal'] => {
    const verdict = verdictOn(scene, displays, kept.fittings, bounds)
    return verdict.ok ? null : { code: verdict.error.code, detail: verdict.error.detail ?? null }
  }
  return {
    ...{ generation, pushed, others, stop, panes, current: kept.current, rotation: kept.rotation, schedule: kept.schedule },
    ...{ isByHand: kept.byHandUntil !== null, isVisitor: kept.isVisitor },
    scenes: scenesOf(kept, displays).map((scene) => ({
      ...{ id: scene.id, name: scene.name, kind: scene.kind },
      ...{ refusal: refusalOf(scene), isOwn: kept.own.includes(scene) },
    })),
    unread: kept.unread.map(unreadScene),
    spare: kept.spare === null ? null : { id: kept.spare.id, name: kept.spare.name },
    canUndo: pushed !== null || hasBefore,
    displays: [...displays],
    fittings: kept.fittings ?? usualFittings(displays),
    isMeasured: kept.fittings !== null,
  }
}
