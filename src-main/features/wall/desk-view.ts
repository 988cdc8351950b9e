// The wall as a seat sees it, worked out afresh from what is decided and kept.
import type { PaneState, WallDesk } from '#shared/contracts/wall.contract.ts'
import { checkScene, spanOf, standingScenes, unitPx, usualFittings } from '#shared/domain/wall/index.ts'
import type { Display, Fittings, Scene } from '#shared/domain/wall/index.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Kept } from './wall-store.ts'

export interface WallState {
  readonly generation: number
  readonly kept: Kept
  readonly displays: readonly Display[]
  readonly pushed: WallDesk['pushed']
  readonly hasBefore: boolean
  readonly panes: PaneState[]
}

/** What every wall has, and what this one has made for itself. */
export const scenesOf = ({ own }: Kept, displays: readonly Display[]): Scene[] => [
  ...standingScenes(Math.max(1, displays.length)),
  ...own,
]

/** Whether the monitors that stand here can show it; without monitors only whether its panels fit. */
export function verdictOn(scene: Scene, displays: readonly Display[], fittings: Fittings | null): Result<void> {
  const told = fittings ?? usualFittings(displays)
  if (displays.length === 0 && scene.kind === 'span') return { ok: true, value: undefined }
  return checkScene(scene, displays, spanOf(displays, told), unitPx(told) / (displays[0]?.scale ?? 1))
}

export function wallDesk({ generation, kept, displays, pushed, hasBefore, panes }: WallState): WallDesk {
  const refusalOf = (scene: Scene): string | null => {
    const verdict = verdictOn(scene, displays, kept.fittings)
    return verdict.ok ? null : (verdict.error.detail ?? verdict.error.code)
  }
  return {
    ...{ generation, pushed, panes, current: kept.current, rotation: kept.rotation, schedule: kept.schedule },
    ...{ isByHand: kept.byHandUntil !== null, isVisitor: kept.isVisitor },
    scenes: scenesOf(kept, displays).map((scene) => ({
      ...{ id: scene.id, name: scene.name, kind: scene.kind },
      ...{ refusal: refusalOf(scene), isOwn: kept.own.includes(scene) },
    })),
    spare: kept.spare === null ? null : { id: kept.spare.id, name: kept.spare.name },
    canUndo: pushed !== null || hasBefore,
    displays: [...displays],
    fittings: kept.fittings ?? usualFittings(displays),
    isMeasured: kept.fittings !== null,
  }
}
