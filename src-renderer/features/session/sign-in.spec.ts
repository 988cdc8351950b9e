import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ok, refuse } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aSessionStatus, aSignedIn } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import SignInPage from './SignInPage.vue'

let host: FakeDesk
let page: VueWrapper

function open(status = aSessionStatus()): void {
  host.tell('session', 'status', status)
  page = mount(SignInPage, { global: { plugins: host.plugins() }, attachTo: document.body })
  useDeskStore().state = 'here'
}

const field = (id: string) => page.get<HTMLInputElement>(`[data-testid=${id}]`)
const isTicked = (post: string): boolean => page.get<HTMLInputElement>(`[data-testid=post-${post}] input`).element.checked

async function type(person: string, pin: string): Promise<void> {
  await field('field-person').setValue(person)
  await vi.advanceTimersByTimeAsync(200)
  await field('field-pin').setValue(pin)
}

async function submit(): Promise<void> {
  await page.get('form').trigger('submit')
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-20T10:00:00+08:00') })
  host = new FakeDesk()
  host.answer('session', 'lookUp', async ({ person }) => ok(person === '1001' ? { name: '王丽', posts: ['acceptor', 'shift-leader'] } : null))
  host.answer('session', 'signIn', async () => ok(aSignedIn()))
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
})

describe('signing in', () => {
  it('shows whose number it is, ticks the posts held and names the others as not held', async () => {
    open()

    await type('1001', '')

    expect(page.text()).toContain('王丽')
    expect([isTicked('acceptor'), isTicked('shift-leader'), isTicked('dispatcher')]).toEqual([true, true, false])
    expect(page.get('[data-testid=post-dispatcher]').text()).toContain('无此岗')
  })

  it('takes over the shift of the hour with the posts ticked, and forgets the PIN', async () => {
    open()
    await type('1001', '246810')
    await page.get('[data-testid=post-shift-leader] input').setValue(false)

    await submit()

    expect(host.asked('session', 'signIn')).toEqual([{ person: '1001', secret: '246810', posts: ['acceptor'], shift: 'day' }])
    expect(field('field-pin').element.value).toBe('')
  })

  it('signs in without the shift when asked', async () => {
    open()
    await type('1001', '246810')

    await page.get('[data-testid=sign-in-only]').trigger('click')
    await flushPromises()

    expect(host.asked('session', 'signIn')[0]?.shift).toBeNull()
  })

  it('waits for the name when somebody types faster than the roster answers', async () => {
    open()
    await field('field-person').setValue('1001')
    await field('field-pin').setValue('246810')

    await submit()

    expect(host.asked('session', 'signIn')[0]?.posts).toEqual(['acceptor', 'shift-leader'])
  })

  it('says in words what was refused and what to do next', async () => {
    host.answer('session', 'signIn', async () => refuse('bad-credentials'))
    open()
    await type('1001', '000000')

    await submit()

    expect(page.text()).toContain('工号或 PIN 不对。核对后重试，错 5 次锁 15 分钟')
    expect(document.activeElement).toBe(field('field-pin').element)
  })

  it('does not send a short PIN, nor a number the roster does not know', async () => {
    open()

    await type('1001', '2468')
    await submit()
    await type('7777', '246810')
    await submit()

    expect(host.asked('session', 'signIn')).toEqual([])
    expect(page.text()).toContain('名册里没有这个工号')
  })

  it('knows a number typed before the roster had arrived as soon as it has', async () => {
    const answer = vi.fn().mockResolvedValueOnce(ok(null)).mockResolvedValue(ok({ name: '王丽', posts: ['acceptor'] }))
    host.answer('session', 'lookUp', answer)
    open({ ...aSessionStatus(), rosterSize: 0 })

    await type('1001', '246810')
    expect(page.text()).toContain('名册还没有到本机')
    expect(page.text()).not.toContain('名册里没有这个工号')
    host.tell('session', 'status', { ...aSessionStatus(), rosterSize: 39 })
    await flushPromises()

    expect(page.text()).toContain('王丽')
    expect(isTicked('acceptor')).toBe(true)
  })

  it('takes a password as well', async () => {
    open()
    await type('1001', '')
    await page.get('.other').trigger('click')
    await field('field-password').setValue('long enough')

    await submit()

    expect(host.asked('session', 'signIn')[0]?.secret).toBe('long enough')
  })

  it('says until when this machine may sign people in by itself while the link is down', async () => {
    open(aSessionStatus({ offlineUntil: Date.parse('2026-11-23T10:00:00+08:00') }))

    await flushPromises()

    expect(page.text()).toContain('与平台断开，由本机名册核对，11-23 10:00:00 前可登录')
  })

  it('is blocked with words while the host is gone, and free again by itself', async () => {
    open()
    await type('1001', '246810')

    useDeskStore().state = 'gone'
    await flushPromises()
    expect(page.get('[data-testid=submit-sign-in]').text()).toContain('本机服务中断')

    useDeskStore().state = 'here'
    await flushPromises()
    expect(page.get('[data-testid=submit-sign-in]').attributes('aria-disabled')).toBeUndefined()
  })
})

describe('a locked seat', () => {
  const locked = aSessionStatus({ signedIn: aSignedIn({ locked: true }), left: { name: '王丽', at: Date.parse('2026-11-20T08:02:00+08:00'), drafts: 2 } })

  it('asks only the PIN of the one who sits here', async () => {
    host.answer('session', 'unlock', async () => ok(aSignedIn()))
    open(locked)
    expect(page.text()).toContain('已锁屏')
    expect(page.text()).toContain('王丽的 2 份草稿已存，你登录后看不到，也不会丢')
    await field('field-pin').setValue('246810')

    await submit()

    expect(host.asked('session', 'unlock')).toEqual([{ secret: '246810' }])
    expect(host.asked('session', 'signIn')).toEqual([])
  })

  it('is taken over by another number', async () => {
    host.answer('session', 'lookUp', async () => ok({ name: '陈建国', posts: ['dispatcher'] }))
    open(locked)
    await type('1002', '246810')

    await submit()

    expect(host.asked('session', 'signIn')[0]).toMatchObject({ person: '1002', posts: ['dispatcher'] })
    expect(host.asked('session', 'unlock')).toEqual([])
  })
})

describe('a session that the roster has ended', () => {
  const word = () => page.find('[data-testid=dismissed]')

  async function endedBy(answer: { name: string; posts: ('acceptor' | 'dispatcher')[] } | null): Promise<void> {
    host.answer('session', 'lookUp', async () => ok(answer))
    open(aSessionStatus({ signedIn: aSignedIn() }))
    host.tell('session', 'status', aSessionStatus())
    await flushPromises()
  }

  it('says that the number is off the roster', async () => {
    await endedBy(null)

    expect(word().text()).toContain('王丽 · 不在本大厅名册上')
  })

  it('says that no post of the session is left', async () => {
    await endedBy({ name: '王丽', posts: ['dispatcher'] })

    expect(word().text()).toContain('王丽 · 本班登录的岗位已被收回')
  })

  it('says nothing when somebody has left', async () => {
    await endedBy({ name: '王丽', posts: ['acceptor'] })

    expect(word().exists()).toBe(false)
  })

  it('says nothing while the roster has not arrived', async () => {
    host.answer('session', 'lookUp', async () => ok(null))
    open(aSessionStatus({ signedIn: aSignedIn() }))

    host.tell('session', 'status', aSessionStatus({ rosterSize: 0 }))
    await flushPromises()

    expect(word().exists()).toBe(false)
  })

  it('says no more of it once somebody is signed in', async () => {
    await endedBy(null)

    host.tell('session', 'status', aSessionStatus({ signedIn: aSignedIn() }))
    await flushPromises()

    expect(word().exists()).toBe(false)
  })
})
