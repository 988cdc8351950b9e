import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ok, refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aSessionStatus, windowTime } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import SignInPage from './SignInPage.vue'

const HOUR_MS = 3_600_000
let host: FakeDesk
let page: VueWrapper

function open(extendFrom: number | null, offlineUntil = windowTime + 3 * HOUR_MS): void {
  host.tell('session', 'status', aSessionStatus({ offlineUntil, extendFrom }))
  page = mount(SignInPage, { global: { plugins: host.plugins() }, attachTo: document.body })
  useDeskStore().state = 'here'
}
const panel = () => page.find('[data-testid=extend-offline]')
const field = (id: string) => page.get<HTMLInputElement>(`[data-testid=${id}]`)
const confirm = () => panel().get('.primary')

async function type(leader: string, second: string): Promise<void> {
  await page.get('[data-testid=extend-open]').trigger('click')
  await field('extend-leader').setValue(leader)
  await field('extend-leader-pin').setValue('246810')
  await field('extend-second').setValue(second)
  await field('extend-second-pin').setValue('135791')
}

beforeEach(() => {
  vi.useFakeTimers({ now: windowTime })
  host = new FakeDesk().answer('session', 'lookUp', async () => ok(null))
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
})

describe('extending offline sign-in', () => {
  it('is offered in its last hours only, and says until when it still works', () => {
    open(windowTime + 1_000)
    expect(panel().exists()).toBe(false)
    page.unmount()

    open(windowTime - 1_000)

    expect(panel().text()).toContain('离线登录 17:26:08 到期')
  })

  it('says that it is over when it is over', () => {
    open(windowTime - 5 * HOUR_MS, windowTime - HOUR_MS)

    expect(panel().text()).toContain('离线登录已于 13:26:08 到期')
  })

  it('waits for number and PIN of both', async () => {
    open(windowTime - 1_000)

    await type('1003', '')

    expect(panel().text()).toContain('两人的工号和 PIN 都要填')
    await confirm().trigger('click')
    expect(host.asked('session', 'extendOffline')).toEqual([])
  })

  it('asks for it in the name of both, and closes', async () => {
    open(windowTime - 1_000)
    host.answer('session', 'extendOffline', async () => ok({ offlineUntil: windowTime + 27 * HOUR_MS }))

    await type('1003', '1004')
    await confirm().trigger('click')
    await flushPromises()

    expect(host.asked('session', 'extendOffline')).toEqual([{ leader: '1003', leaderSecret: '246810', second: '1004', secondSecret: '135791' }])
    expect(page.find('[data-testid=extend-leader]').exists()).toBe(false)
  })

  it('says why it was refused and keeps no PIN', async () => {
    open(windowTime - 1_000)
    host.answer('session', 'extendOffline', async () => refuse('bad-credentials'))

    await type('1003', '1004')
    await confirm().trigger('click')
    await flushPromises()

    expect(panel().find('.means-overdue').exists()).toBe(true)
    expect([field('extend-leader').element.value, field('extend-leader-pin').element.value, field('extend-second-pin').element.value]).toEqual(['1003', '', ''])
  })
})
