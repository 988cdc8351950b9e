import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { usePutAway } from '#renderer/composables/index.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { aSessionStatus, aSignedIn } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import { useSessionStore } from './session.store.ts'
import SignInPage from './SignInPage.vue'

let host: FakeDesk
let page: VueWrapper

function open(status = aSessionStatus()): void {
  host.tell('session', 'status', status)
  page = mount(SignInPage, { global: { plugins: host.plugins() }, attachTo: document.body })
  useDeskStore().state = 'here'
}

describe('leaving the seat', () => {
  const words = (putAway: () => Promise<boolean>): VueWrapper => mount(defineComponent(() => {
    usePutAway(putAway)
    return () => h('p')
  }))
  const told = (): number[] => [host.asked('session', 'lock').length, host.asked('session', 'signOut').length]

  beforeEach(() => {
    vi.useFakeTimers()
    host = new FakeDesk()
    host.answer('session', 'lock', async () => ok(null)).answer('session', 'signOut', async () => ok(null))
  })

  it('covers the window at once and tells the host of a lock as soon as it is back', async () => {
    host.answer('session', 'lock', async () => refuse('host-gone'))
    open(aSessionStatus({ signedIn: aSignedIn() }))
    const session = useSessionStore()
    useDeskStore().state = 'gone'

    await session.lock()
    expect([session.isOpen, session.isLocked]).toEqual([false, true])
    useDeskStore().state = 'here'
    await flushPromises()

    expect(told()).toEqual([2, 0])
  })

  it.each(['lock', 'signOut'] as const)('puts away what was typed last, under the cover, before the host hears of it (%s)', async (way) => {
    open(aSessionStatus({ signedIn: aSignedIn() }))
    const session = useSessionStore()
    const saved = Promise.withResolvers<boolean>()
    words(() => saved.promise)

    const left = session[way]()
    await flushPromises()
    expect([session.isOpen, told()]).toEqual([false, [0, 0]])
    saved.resolve(true)
    await left

    expect(told()).toEqual(way === 'lock' ? [1, 0] : [0, 1])
  })

  it('does not wait for ever for words that cannot be put away', async () => {
    open(aSessionStatus({ signedIn: aSignedIn() }))
    words(() => new Promise(() => undefined))

    const left = useSessionStore().lock()
    await vi.advanceTimersByTimeAsync(2000)
    await left

    expect(told()).toEqual([1, 0])
  })

  it('is not told any more when the PIN was given meanwhile', async () => {
    host.answer('session', 'unlock', async () => ok(aSignedIn()))
    open(aSessionStatus({ signedIn: aSignedIn() }))
    const saved = Promise.withResolvers<boolean>()
    words(() => saved.promise)
    const session = useSessionStore()

    const left = session.signOut()
    await session.unlock('246810')
    saved.resolve(true)
    await left

    expect([session.isOpen, told()]).toEqual([true, [0, 0]])
  })

  it('for good is noted while the host is gone, and done when it is back', async () => {
    host.answer('session', 'signOut', async () => refuse('host-gone'))
    open(aSessionStatus({ signedIn: aSignedIn() }))
    const session = useSessionStore()
    useDeskStore().state = 'gone'

    await session.signOut()
    expect(session.isOpen).toBe(false)
    expect(page.get('[data-testid=leaving]').text()).toContain('退出登录已记下')
    host.answer('session', 'signOut', async () => {
      host.tell('session', 'status', aSessionStatus())
      return ok(null)
    })
    useDeskStore().state = 'here'
    await flushPromises()

    expect([told(), session.signedIn, session.signOutAsked]).toEqual([[0, 2], null, false])
  })

  it('for good and refused says why, and stays covered until the PIN is given', async () => {
    host.answer('session', 'signOut', async () => refuse('internal')).answer('session', 'unlock', async () => ok(aSignedIn()))
    open(aSessionStatus({ signedIn: aSignedIn() }))
    const session = useSessionStore()

    await session.signOut()
    await flushPromises()
    expect([session.isOpen, page.get('[data-testid=leaving]').text()]).toEqual([false, expect.stringContaining('没有退出登录')])
    await session.unlock('246810')
    await flushPromises()

    expect([session.isOpen, page.find('[data-testid=leaving]').exists()]).toEqual([true, false])
  })

  const wish = { person: PersonId.parse('1002'), secret: '246810', posts: ['acceptor'], shift: null } as const

  it('uncovers nothing to the next one before the host has said that it is theirs', async () => {
    const next = aSignedIn({ signIn: 'sign-in-2', person: wish.person, name: '陈建国' })
    host.answer('session', 'signOut', async () => refuse('internal')).answer('session', 'signIn', async () => ok(next))
    open(aSessionStatus({ signedIn: aSignedIn() }))
    const session = useSessionStore()
    await session.signOut()

    await session.signIn(wish)
    await flushPromises()
    expect([session.signedIn?.name, session.isOpen]).toEqual(['王丽', false])
    host.tell('session', 'status', aSessionStatus({ signedIn: next }))
    await flushPromises()

    expect([session.signedIn?.name, session.isOpen, session.signOutAsked]).toEqual(['陈建国', true, false])
  })

  it('is undone by the sign-in that it was about', async () => {
    host.answer('session', 'signOut', async () => refuse('internal')).answer('session', 'signIn', async () => ok(aSignedIn()))
    open(aSessionStatus({ signedIn: aSignedIn() }))
    const session = useSessionStore()
    await session.signOut()

    await session.signIn({ ...wish, person: aSignedIn().person })

    expect([session.isOpen, session.signOutRefusal]).toEqual([true, null])
  })
})
