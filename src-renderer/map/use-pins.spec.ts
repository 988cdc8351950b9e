import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref, shallowRef } from 'vue'
import type { CasePin } from '#shared/contracts/map.contract.ts'
import { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import type { Shapes } from './shapes.ts'
import type { HallMap } from './use-hall-map.ts'
import { usePins } from './use-pins.ts'

const NOW = Date.parse('2026-11-20T14:26:08+08:00')
const late: CasePin = {
  id: CaseId.parse('018f0000-0000-7000-8000-000000000001'), no: CaseNo.parse('3415232026112000001'), state: 'handling', className: '供水管道破裂', address: '周瑜大道',
  lng: 117, lat: 31, dueAt: NOW - 60_000, attentionAt: NOW - 120_000, urgent: false, pending: 0,
}
const answer = { pins: [late], total: 1, asOf: NOW }

describe('live cases on a map', () => {
  const drawn: unknown[] = []

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW })
    drawn.length = 0
  })
  afterEach(() => vi.useRealTimers())

  function open(host: FakeDesk) {
    const source = {
      setData: (shapes: Shapes) => {
        drawn.push(...shapes.features.map(({ properties }) => properties?.['icon'] as unknown))
        return Promise.resolve()
      },
    }
    // Of a map only its view and its sources are asked for here.
    const map = {
      getBounds: () => ({ getWest: () => 116, getSouth: () => 30, getEast: () => 118, getNorth: () => 32 }),
      ...{ on: () => undefined, off: () => undefined, setFilter: () => undefined, getSource: () => source },
    }
    const hall = { map: shallowRef(map), round: ref(1) } as unknown as HallMap
    mount(defineComponent(() => {
      usePins(hall, { selectedId: ref(null), numbers: ref(new Map()) })
      return () => h('div')
    }), { global: { plugins: host.plugins() } })
  }
  const paint = async (): Promise<void> => {
    await flushPromises()
    await vi.advanceTimersByTimeAsync(50)
  }

  it('are drawn as old while they cannot be read, and solid again when they can', async () => {
    const host = new FakeDesk().tell('map', 'pins', answer)
    open(host)
    await paint()
    host.trouble('map', 'pins', 'internal')
    await paint()
    host.tell('map', 'pins', { ...answer })
    await paint()

    expect(drawn).toEqual(['overdue', 'overdue-stale', 'overdue'])
  })
})
