import { mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { LanStatus } from '#shared/contracts/lan.contract.ts'
import { SeatId } from '#shared/kernel/ids.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import LanCell from './LanCell.vue'

let unmount = (): void => undefined
afterEach(() => unmount())

const off: LanStatus = { on: false, trouble: null, peers: [], relay: null }

function open(status: LanStatus) {
  const host = new FakeDesk()
  host.tell('lan', 'status', status)
  const cell = mount(LanCell, { global: { plugins: host.plugins() } })
  unmount = () => cell.unmount()
  return cell
}

it('says why a machine that was started with it has no hall network yet', () => {
  const cell = open({ ...off, trouble: 'listen EADDRNOTAVAIL' }).get('[data-testid=lan-off]')

  expect(cell.text()).toBe('本厅互联未连上')
  expect(cell.attributes('title')).toContain('listen EADDRNOTAVAIL')
})

it('says nothing where the machine was started without it', () => {
  expect(open(off).text()).toBe('')
})

it('does not say whom it reaches while the host is gone', async () => {
  const peers = [{ seat: SeatId.parse('2'), name: '2 号席', role: 'seat' as const, connected: true }]
  const cell = open({ ...off, on: true, peers })
  expect(cell.text()).toContain('1/1')

  useDeskStore().state = 'gone'
  await nextTick()

  expect(cell.text()).toContain('–/1')
  expect(cell.get('[data-testid=lan]').classes()).toContain('means-unknown')
})
