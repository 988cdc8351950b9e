import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { WallFigures } from '#shared/contracts/wall.contract.ts'
import { aLinkStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import StaleCorner from './StaleCorner.vue'
import { useWallFigures } from './use-wall-figures.ts'

const ofUnknownAge: WallFigures = {
  hallName: '舒城县', zoneOffsetMinutes: 480, reportedToday: 112, filedToday: 97, closedToday: 80, open: 46, overdue: 4, emergency: 1, pending: 0,
  pressing: [], asOf: null,
}

/** The words of a corner on a wall whose link was heard at `windowTime`. */
function words(asOf: number | null | undefined): string {
  const host = new FakeDesk().tell('link', 'status', aLinkStatus({ rung: 'offline', freshAt: windowTime }))
  return mount(StaleCorner, { props: { below: false, asOf }, global: { plugins: host.plugins() } }).text()
}

describe('the age of what the wall shows', () => {
  it.each([
    ['the figures are of', windowTime - 60_000, '14:25:08'],
    ['the link was heard at, before there are figures', undefined, '14:26:08'],
    ['nobody knows: never the link’s beside figures of an unknown age', null, '未知'],
  ])('is told in the corner as the time %s', (_what, asOf, told) => {
    expect(words(asOf)).toContain(told)
  })

  it('that nobody knows is never taken for fresh, and before there are figures there is none to doubt', async () => {
    const host = new FakeDesk().tell('link', 'status', aLinkStatus())
    const Wall = defineComponent(() => {
      const { isStale } = useWallFigures()
      return () => h('p', String(isStale.value))
    })
    const wall = mount(Wall, { global: { plugins: host.plugins() } })
    expect(wall.text()).toBe('false')

    host.tell('wall', 'figures', ofUnknownAge)
    await nextTick()

    expect(wall.text()).toBe('true')
  })
})
