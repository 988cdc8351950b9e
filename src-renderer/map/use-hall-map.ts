// The map of a pane: made when its container and the hall's data are there, gone with the pane.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, onScopeDispose, readonly, ref, shallowReactive, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { MapInfo, TileLayer } from '#shared/contracts/map.contract.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { useTheme } from '#renderer/composables/index.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { createLetters } from './letters.ts'
import { readLook, tokenReader } from './look.ts'
import type { MapScale } from './look.ts'
import { GPUInitializationError } from './maplibre.ts'
import { createMapOwner } from './map-owner.ts'
import type { MapOwner } from './map-owner.ts'
import { createTileLoader } from './tile-door.ts'

export interface HallMapOptions {
  readonly container: Readonly<ShallowRef<HTMLElement | null>>
  readonly scale: () => MapScale
  readonly isInteractive: boolean
  readonly opensOn: 'center' | 'bounds'
  readonly title: () => string
}

export interface HallMap {
  /** Null until it is made, and where there is no WebGL. Never made reactive. */
  readonly map: Readonly<ShallowRef<MapLibreMap | null>>
  /** 0 while nothing may be told to the map; rises with each style that stands anew. */
  readonly round: Readonly<Ref<number>>
  readonly info: Readonly<ShallowRef<MapInfo | null>>
  /** What is known of the hall could not be read anew. */
  readonly isOld: Readonly<ShallowRef<boolean>>
  readonly trouble: Readonly<Ref<'no-webgl' | 'context-lost' | null>>
  /** Why the newest tile of a layer is missing. */
  readonly layerTroubles: ReadonlyMap<TileLayer, ErrorCode>
  readonly isIdle: Readonly<Ref<boolean>>
}

export function useHallMap(options: HallMapOptions): HallMap {
  const desk = useDesk()
  const { theme } = useTheme()
  const { value: info, isOld } = useTopic(desk.watch.map.info, () => ({}))
  const map = shallowRef<MapLibreMap | null>(null)
  const round = ref(0)
  const trouble = ref<'no-webgl' | 'context-lost' | null>(null)
  const layerTroubles = shallowReactive(new Map<TileLayer, ErrorCode>())
  const isIdle = ref(false)
  let owner: MapOwner | null = null
  let rounds = 0

  const noteAnswer = (layer: TileLayer, refusal: ErrorCode | null): void => {
    if (refusal === null) layerTroubles.delete(layer)
    else layerTroubles.set(layer, refusal)
  }

  function open(container: HTMLElement, known: MapInfo): void {
    const fontFamily = tokenReader()('font-ui')
    const letters = createLetters(document.fonts, fontFamily)
    try {
      owner = createMapOwner({
        container,
        info: known,
        look: readLook(options.scale()),
        isInteractive: options.isInteractive,
        opensOn: options.opensOn,
        title: options.title(),
        loadTile: createTileLoader({ fetchTile: desk.call.map.tile, letters, onAnswer: noteAnswer }),
        onReady: () => {
          rounds += 1
          round.value = rounds
          trouble.value = null
        },
        onLost: () => {
          round.value = 0
          isIdle.value = false
          trouble.value = 'context-lost'
        },
        onIdle: (now) => {
          isIdle.value = now
        },
        onBadTile: (layer) => {
          if (!layerTroubles.has(layer)) layerTroubles.set(layer, 'internal')
        },
      })
    } catch (error) {
      if (!(error instanceof GPUInitializationError)) throw error
      trouble.value = 'no-webgl'
      return
    }
    map.value = owner.map
  }

  watch([options.container, info], ([container, known]) => {
    if (owner === null && trouble.value === null && container !== null && known !== null) open(container, known)
  }, { immediate: true, flush: 'post' })
  const pictures = computed(() => JSON.stringify(info.value?.pictures ?? null))
  watch(pictures, () => {
    if (info.value !== null) owner?.lay(info.value)
  }, { flush: 'post' })
  watch([theme, options.scale], () => owner?.wear(readLook(options.scale())), { flush: 'post' })
  watch(options.title, (title) => map.value?.getCanvas().setAttribute('aria-label', title))
  onScopeDispose(() => {
    owner?.dispose()
    owner = null
    map.value = null
    round.value = 0
  })
  return { map, round: readonly(round), info, isOld, trouble: readonly(trouble), layerTroubles, isIdle: readonly(isIdle) }
}
