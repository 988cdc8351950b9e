import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceLine } from '#shared/contracts/devices.contract.ts'
import { DeviceId, SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import DevicesPane from './DevicesPane.vue'

const deviceId = (n: number): DeviceId => DeviceId.parse(`018f0000-0000-7000-8000-00000000000${String(n)}`)
const aDevice = (n: number, more: Partial<DeviceLine> = {}): DeviceLine => ({
  ...{ id: deviceId(n), seat: SeatId.parse(String(n)), name: `主机${String(n)}`, role: 'seat', enrolledAt: windowTime },
  ...{ revokedAt: null, revokedReason: null, key: { id: 'k2', at: windowTime }, ...more },
})

let host: FakeDesk
let pane: VueWrapper

async function open(devices: readonly DeviceLine[]): Promise<void> {
  host.answer('devices', 'list', async () =>
    ok({ own: deviceId(1), devices: [...devices], currentKey: { id: 'k2', madeAt: windowTime } }),
  )
  pane = mount(DevicesPane, { global: { plugins: host.plugins() }, attachTo: document.body })
  await flushPromises()
}
const press = async (words: string): Promise<void> => {
  await pane.findAll('button').find((button) => button.text().includes(words))!.trigger('click')
  await flushPromises()
}
const choose = async (seat: string): Promise<void> => {
  await pane.findAll('tbody tr').find((row) => row.text().startsWith(seat))!.trigger('click')
  await flushPromises()
}

beforeEach(() => {
  host = new FakeDesk()
})
afterEach(() => {
  pane.unmount()
})

describe('设备与密钥', () => {
  it('says which machine has which key, and which seats are still to change', async () => {
    await open([
      aDevice(1),
      aDevice(2, { key: { id: 'k1', at: windowTime } }),
      aDevice(3, { role: 'wall', key: null }),
      aDevice(4, { revokedAt: windowTime, revokedReason: '机房进水' }),
    ])

    expect(pane.get('[data-testid=hall-key]').text()).toContain('1 / 2 台坐席')
    expect(pane.get('[data-testid=hall-key]').text()).toContain('未换用 2')
    expect(pane.get('[data-testid=device-list]').text()).toContain('k1，待换用 k2')
    expect(pane.get('[data-testid=device-list]').text()).toContain('大屏不持有')
    expect(pane.text()).not.toContain('机房进水')

    await pane.get('input[type=checkbox]').setValue(true)

    expect(pane.text()).toContain('机房进水')
  })

  it('revokes a machine in two steps, with a reason and the own PIN, which is not kept', async () => {
    await open([aDevice(1), aDevice(2)])
    host.answer('devices', 'revoke', async () => refuse('bad-credentials'))
    await choose('2')
    await press('注销设备')
    await pane.get('[data-testid=device-pin]').setValue('246810')
    expect(pane.text()).toContain('请填写原因')
    await press('注销')
    expect(host.asked('devices', 'revoke')).toEqual([])

    await pane.get('[data-testid=device-reason]').setValue(' 主机失窃 ')
    await press('注销')
    expect(pane.get('[role=alert]').text()).not.toBe('')
    expect(pane.get<HTMLInputElement>('[data-testid=device-pin]').element.value).toBe('')

    host.answer('devices', 'revoke', async () => ok({ revokedAt: windowTime }))
    await pane.get('[data-testid=device-pin]').setValue('246810')
    await press('注销')

    expect(host.asked('devices', 'revoke').at(-1)).toEqual({ device: deviceId(2), reason: '主机失窃', secret: '246810' })
    expect(pane.get('[role=status]').text()).toBe('2 号席位的 主机2 已注销')
    expect(pane.find('[data-testid=device-pin]').exists()).toBe(false)
  })

  it('does not let the machine in use revoke itself', async () => {
    await open([aDevice(1)])
    await choose('1')
    await press('注销设备')

    expect(pane.find('[data-testid=device-pin]').exists()).toBe(false)
  })

  it('changes the key after saying what happens, and reads the list again', async () => {
    await open([aDevice(1)])
    host.answer('devices', 'rotate', async () => ok({ current: 'k3' }))
    await press('更换业务密钥')
    expect(pane.text()).toContain('断网的坐席沿用原密钥')
    await pane.get('[data-testid=device-pin]').setValue('246810')
    await press('更换')

    expect(host.asked('devices', 'rotate')).toEqual([{ secret: '246810' }])
    expect(pane.get('[role=status]').text()).toBe('已更换为 k3')
    expect(host.asked('devices', 'list').length).toBeGreaterThan(1)
  })

  it('says why when the platform cannot be asked', async () => {
    host.answer('devices', 'list', async () => refuse('offline'))
    pane = mount(DevicesPane, { global: { plugins: host.plugins() }, attachTo: document.body })
    await flushPromises()

    expect(pane.get('[role=alert]').text()).toContain('与平台断开')
  })
})
