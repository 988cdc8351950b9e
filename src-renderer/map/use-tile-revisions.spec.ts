import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowReactive, shallowRef } from 'vue'
import type { EffectScope } from 'vue'
import type { MapInfo, TileLayer } from '#shared/contracts/map.contract.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import type { HallMap } from './use-hall-map.ts'
import { useTileRevisions } from './use-tile-revisions.ts'

const infoOf = (revisions: Partial<Record<TileLayer, number>>): MapInfo => ({
  center: [117, 31], bounds: [116, 30, 118, 32], attribution: '', pictures: null, revisions: { basemap: 1, grids: 1, components: 1, cases: 1, pictures: 1, ...revisions },
  counts: { grids: 0, components: 0, cases: 0, features: 0 },
})

describe('tiles whose rows have changed', () => {
  let scope: EffectScope
  const asked: string[] = []
  const info = shallowRef<MapInfo | null>(null)
  const layerTroubles = shallowReactive(new Map<TileLayer, ErrorCode>())
  const map = { getSource: (layer: string) => ({ setTiles: ([url]: string[]) => asked.push(`${layer} ${url?.split('?')[1]}`) }) }

  beforeEach(() => {
    vi.useFakeTimers()
    setActivePinia(createPinia())
    useDeskStore().state = 'here'
    asked.length = 0
    layerTroubles.clear()
    info.value = infoOf({})
    scope = effectScope()
    // Of a map only its sources are told anything here.
    const hall = { map: shallowRef(map), round: ref(1), info, layerTroubles } as unknown as HallMap
    scope.run(() => useTileRevisions(hall))
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })
  const pass = async (ms: number): Promise<void> => {
    await nextTick()
    await vi.advanceTimersByTimeAsync(ms)
  }

  it('are asked for anew, and those of no other layer', async () => {
    info.value = infoOf({ components: 2 })
    await pass(2_000)

    expect(asked).toEqual(['components r=2'])
  })

  it('are asked for once, as they are in the end, when they change fast', async () => {
    for (const components of [2, 3, 4]) {
      info.value = infoOf({ components })
      await pass(100)
    }
    await pass(2_000)

    expect(asked).toEqual(['components r=4'])
  })

  it('stay on the map while the host is away and come when it is back', async () => {
    useDeskStore().state = 'gone'
    info.value = infoOf({ grids: 9 })
    await pass(5_000)
    expect(asked).toEqual([])

    useDeskStore().state = 'here'
    await pass(2_000)

    expect(asked).toEqual(['grids r=9'])
  })

  it('that failed are asked for again until they come', async () => {
    layerTroubles.set('grids', 'storage-failed')
    await pass(11_000)
    expect(asked).toEqual(['grids r=1&a=1', 'grids r=1&a=2'])

    layerTroubles.delete('grids')
    await pass(60_000)

    expect(asked).toHaveLength(2)
  })
})
