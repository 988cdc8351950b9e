import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Movers } from '#shared/contracts/field.contract.ts'
import { FieldObjectId } from '#shared/kernel/ids.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import FieldList from './FieldList.vue'

const NOW = Date.now()
const told: Movers = {
  isHeard: true, asOf: NOW,
  ids: ['inspector:2001', 'inspector:2002', 'inspector:2003', 'vehicle:v1'].map((id) => FieldObjectId.parse(id)),
  kinds: ['inspector', 'inspector', 'inspector', 'muck-truck'],
  names: ['陈志强', '刘敏', '周勇', '皖N12345'], grids: ['城关 03', '城关 01', '城关 02', ''],
  lng: [117, null, 117.01, 117.02], lat: [31, null, 31, 31], headingDeg: [90, null, null, 0],
  at: [NOW - 4_000, null, NOW - 5_000, NOW - 600_000], states: ['moving', 'unknown', 'still', 'offline'],
  offGridSince: [null, null, NOW - 15 * 60_000, null],
}

describe('名单', () => {
  let host: FakeDesk
  let list: VueWrapper

  beforeEach(async () => {
    host = new FakeDesk().tell('field', 'movers', told)
    list = mount(FieldList, { attachTo: document.body, global: { plugins: host.plugins() } })
    useDeskStore().state = 'here'
    await flushPromises()
  })
  afterEach(() => list.unmount())

  const names = (): string[] => list.findAll('.row b').map((name) => name.text())

  it('begins with who has left the own grid, and counts who is on line', () => {
    expect(names()).toEqual(['周勇', '陈志强', '刘敏', '皖N12345'])
    expect(list.findAll('h3').map((head) => head.text())).toEqual(['监督员在线 2 / 3', '车辆在线 0 / 1'])
    expect(list.get('[data-id="inspector:2003"]').text()).toContain('离格')
    expect(list.get('[data-id="inspector:2002"]').text()).toContain('没有位置')
  })

  it('says that it shows what was last known as soon as positions stop', async () => {
    host.tell('field', 'movers', { ...told, isHeard: false, states: ['stale', 'unknown', 'stale', 'stale'], offGridSince: [null, null, null, null] })
    await flushPromises()

    expect(list.text()).toContain('位置中断，以下为最后所知')
    expect(list.findAll('h3')[0]!.text()).toBe('监督员在线 0 / 3')
    expect(list.get('[data-id="inspector:2001"]').text()).toContain('过时')
  })

  it('believes nobody on line when the host itself is gone', async () => {
    useDeskStore().state = 'gone'
    await flushPromises()

    expect(list.findAll('.row').map((row) => row.attributes('data-state'))).toEqual(['stale', 'stale', 'unknown', 'stale'])
  })

  it('believes nobody on line while positions cannot be read', async () => {
    host.trouble('field', 'movers', 'internal')
    await flushPromises()
    expect(list.text()).toContain('位置中断，以下为最后所知')
    expect(list.findAll('.row').map((row) => row.attributes('data-state'))).toEqual(['stale', 'stale', 'unknown', 'stale'])

    host.tell('field', 'movers', told)
    await flushPromises()
    expect(list.findAll('h3')[0]!.text()).toBe('监督员在线 2 / 3')
  })

  it('leads to the map, and closes with Esc', async () => {
    await list.get('[data-id="inspector:2001"]').trigger('click')
    await list.trigger('keydown', { key: 'Escape' })

    expect(list.emitted('goTo')).toMatchObject([[{ id: 'inspector:2001', fix: { lng: 117, lat: 31 } }]])
    expect(list.emitted('close')).toHaveLength(1)
  })
})
