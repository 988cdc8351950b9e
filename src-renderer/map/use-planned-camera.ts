// 镜头计划: the camera of a pane. Nothing comes over the wire while it moves: each frame asks the plan where it is.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { cameraAt, coverAt, isOver } from '#shared/domain/wall/index.ts'
import type { CameraPlan, Size } from '#shared/domain/wall/index.ts'
import { drawPlainEdges, showPart } from './show-part.ts'
import type { PartOfView } from './show-part.ts'
import type { HallMap } from './use-hall-map.ts'

export interface PaneCamera {
  /** The whole picture. */
  readonly canvas: Size
  readonly part: PartOfView
  readonly plan: CameraPlan
}

export interface PlannedCameraOptions {
  readonly pane: () => PaneCamera
  /** The host's time at a time of this window's frames; null until it is known. */
  readonly hostMsAt: (frameMs: number) => number | null
  /** Takes the old picture while a cross-fade hides the new one. */
  readonly cover: Readonly<Ref<HTMLCanvasElement | null>>
}

/** Name of the event that tells each painted camera of a flight, for whoever measures how well panes stay together. */
export const FRAME_EVENT = 'wall-frame'

/** Moves the map as planned; `coverOpacity` is how much of the old picture still lies over it. */
export function usePlannedCamera(hall: HallMap, options: PlannedCameraOptions): { coverOpacity: Readonly<Ref<number>> } {
  const { pane, hostMsAt, cover } = options
  const coverOpacity = ref(0)
  let frame = 0
  let covered: CameraPlan | null = null

  const stop = (): void => {
    cancelAnimationFrame(frame)
    frame = 0
  }
  function step(frameMs: number): void {
    frame = 0
    const map = hall.map.value
    if (map === null) return
    const { plan, canvas } = pane()
    const hostMs = plan.way === 'stand' ? 0 : hostMsAt(frameMs)
    if (hostMs === null) {
      frame = requestAnimationFrame(step)
      return
    }
    if (plan.way === 'fade' && covered !== plan && cover.value !== null) {
      keepPicture(map, cover.value)
      covered = plan
    }
    const camera = cameraAt(plan, hostMs, canvas)
    map.jumpTo({ center: [camera.lng, camera.lat], zoom: camera.zoom })
    coverOpacity.value = coverAt(plan, hostMs)
    if (plan.way === 'fly') document.dispatchEvent(new CustomEvent(FRAME_EVENT, { detail: { hostMs, ...camera } }))
    if (plan.way !== 'stand' && !isOver(plan, hostMs)) frame = requestAnimationFrame(step)
  }

  watch([hall.map, () => pane().part, () => pane().canvas], ([map]) => {
    if (map !== null) showPart(map, pane().part)
  }, { flush: 'post', immediate: true })
  watch([hall.map, () => pane().plan, () => pane().canvas], () => {
    stop()
    // A camera that stands, stands at once: a pane that comes up late shows no other place first.
    step(performance.now())
  }, { flush: 'post', immediate: true })
  watch(hall.round, (round) => {
    if (round > 0 && hall.map.value !== null) drawPlainEdges(hall.map.value)
  }, { immediate: true })
  onScopeDispose(stop)
  return { coverOpacity }
}

/** Copies what is on the map's canvas now; its drawing buffer can be read only while it is drawn. */
function keepPicture(map: MapLibreMap, cover: HTMLCanvasElement): void {
  const from = map.getCanvas()
  cover.width = from.width
  cover.height = from.height
  map.redraw()
  cover.getContext('2d')?.drawImage(from, 0, 0)
}
