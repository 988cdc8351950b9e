import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { WallFigures } from '#shared/contracts/wall.contract.ts'
import { standAt } from '#shared/domain/wall/index.ts'
import type { PanelKind } from '#shared/domain/wall/index.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import TilesScene from './TilesScene.vue'

// A canvas needs a browser; what is drawn on it has a spec of its own.
vi.mock('#renderer/charts/echarts.ts', () => ({ init: () => ({ on: () => undefined, setOption: () => undefined, resize: () => undefined, dispose: () => undefined }) }))

const snapshot: WallFigures = {
  hallName: '舒城县', zoneOffsetMinutes: 480, reportedToday: 112, filedToday: 97, closedToday: 80, open: 46, overdue: 4, emergency: 1, pending: 0,
  pressing: [], asOf: windowTime,
}

async function show(kinds: readonly PanelKind[], { stale = true, known = true } = {}): Promise<VueWrapper> {
  const host = new FakeDesk().tell('link', 'status', aLinkStatus({ rung: stale ? 'offline' : 'normal', freshAt: known ? windowTime : null }))
  const box = { x: 0, y: 100, width: 960, height: 540 }
  const canvas = { width: 1920, height: 1080 }
  const scene = mount(TilesScene, {
    props: {
      view: {
        scene: { id: 'tiles', name: '指标与榜单', kind: 'tiles' }, unitPx: 19, canvas, plan: standAt({ lng: 117, lat: 31, zoom: 12 }),
        pages: [kinds.map((kind) => ({ kind, box }))], pageEveryMs: 20_000, pushed: null,
      },
      snapshot: known ? snapshot : null, figures: [], stale, hostMsAt: () => null,
    },
    slots: { map: '<p />' }, global: { plugins: host.plugins() },
  })
  await flushPromises()
  return scene
}

describe('a page of tiles', () => {
  it('of a map alone says that it may be old, and as of when', async () => {
    expect((await show(['map'])).get('[data-testid=wall-stale]').text()).toMatch(/画面可能过时.*截至 .*14:26:08/)
    expect((await show(['map'], { stale: false })).find('[data-testid=wall-stale]').exists()).toBe(false)
  })

  it.each<PanelKind>(['kpi', 'ticker', 'ranking', 'trend', 'hot', 'hotGrids'])('with %s has the time there', async (kind) => {
    const scene = await show(['map', kind])

    expect(scene.find('[data-testid=wall-stale]').exists()).toBe(false)
    expect(scene.get(`[data-testid=wall-panel-${kind}]`).text()).toContain('截至')
  })

  it('of a list that was never read says so beside it', async () => {
    expect((await show(['ticker'], { known: false })).get('[data-testid=wall-stale]').text()).toContain('截至 未知')
  })
})
