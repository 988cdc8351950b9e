import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { aLinkStatus } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { sampleAsOf, serveBoard } from '#tests/fakes/sample-board.ts'
import WallHotClassesPanel from './WallHotClassesPanel.vue'
import WallHotGridsPanel from './WallHotGridsPanel.vue'
import WallRankingPanel from './WallRankingPanel.vue'
import WallTrendPanel from './WallTrendPanel.vue'

// A canvas needs a browser; what is drawn on it has a spec of its own.
vi.mock('#renderer/charts/echarts.ts', () => ({ init: () => ({ on: () => undefined, setOption: () => undefined, resize: () => undefined, dispose: () => undefined }) }))

type Topic = 'today' | 'hotGrids' | 'ranking'
const panels: readonly (readonly [Topic, Component])[] = [
  ['today', WallHotClassesPanel], ['today', WallTrendPanel], ['hotGrids', WallHotGridsPanel], ['ranking', WallRankingPanel],
]

describe('a panel of the wall with figures of its own', () => {
  let host: FakeDesk

  beforeEach(() => {
    vi.useFakeTimers({ now: sampleAsOf })
    host = new FakeDesk().tell('link', 'status', aLinkStatus({ freshAt: sampleAsOf }))
    serveBoard(host)
  })
  afterEach(() => vi.useRealTimers())

  it.each(panels)('of %s is shown as old while they cannot be read', async (topic, panel) => {
    const tile = mount(panel, { props: { unitPx: 19, stale: false }, global: { plugins: host.plugins() } })
    await flushPromises()
    expect(tile.classes()).not.toContain('stale')

    host.trouble('evaluation', topic, 'internal')
    await flushPromises()
    expect(tile.classes()).toContain('stale')

    host.refresh()
    await flushPromises()
    expect(tile.classes()).not.toContain('stale')
    tile.unmount()
  })

  it.each(panels)('of %s says as of when while the wall is old', async (topic, panel) => {
    const tile = mount(panel, { props: { unitPx: 19, stale: true }, global: { plugins: host.plugins() } })
    await flushPromises()
    expect(tile.get('header').text()).toContain('截至 00:00:00')

    await tile.setProps({ stale: false })
    expect(tile.get('header').text().includes('截至')).toBe(topic === 'hotGrids')
    tile.unmount()
  })

  it.each(panels)('of %s says that nobody knows as of when', async (_topic, panel) => {
    const silent = new FakeDesk().tell('link', 'status', aLinkStatus({ rung: 'offline', freshAt: null }))
    const tile = mount(panel, { props: { unitPx: 19, stale: true }, global: { plugins: silent.plugins() } })
    await flushPromises()

    expect(tile.get('header').text()).toContain('截至 未知')
    tile.unmount()
  })

  it.each(panels)('of %s is shown as old when they have stopped coming', async (_topic, panel) => {
    const tile = mount(panel, { props: { unitPx: 19, stale: false }, global: { plugins: host.plugins() } })
    await flushPromises()

    host.tell('link', 'status', aLinkStatus({ freshAt: sampleAsOf + 31_000 }))
    await flushPromises()

    expect(tile.classes()).toContain('stale')
    tile.unmount()
  })
})
