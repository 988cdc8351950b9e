import { mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { i18n } from '#renderer/i18n/index.ts'
import { latePane } from './late-pane.ts'

const Chart = defineComponent({ render: () => h('p', '图') })

/** In a column, as a pane stands: the column stays when what it holds is replaced. */
const stand = (load: () => Promise<typeof Chart>): VueWrapper => {
  const pane = latePane(load)
  return mount({ render: () => h('div', [h(pane)]) }, { global: { plugins: [i18n] } })
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a pane whose script comes later', () => {
  it('holds its place until the script is there', async () => {
    const pane = stand(() => Promise.resolve(Chart))
    expect(pane.get('[role=status]').attributes('aria-busy')).toBe('true')

    await vi.runAllTimersAsync()
    await nextTick()

    expect(pane.text()).toBe('图')
  })

  it('asks again when the host was away', async () => {
    let tries = 0
    const load = (): Promise<typeof Chart> => {
      tries += 1
      return tries < 3 ? Promise.reject(new Error('away')) : Promise.resolve(Chart)
    }
    const pane = stand(load)

    await vi.runAllTimersAsync()
    await nextTick()

    expect([tries, pane.text()]).toEqual([3, '图'])
  })
})
