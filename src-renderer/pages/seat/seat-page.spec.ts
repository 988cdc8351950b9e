import { flushPromises, mount } from '@vue/test-utils'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { CaseId } from '#shared/kernel/ids.ts'
import { aLinkStatus, aSessionStatus, aSignedIn } from '#tests/builders/a-window.ts'
import { FakeDesk } from '#tests/fakes/fake-desk.ts'
import SeatPage from './SeatPage.vue'

// The map needs a GPU; the page's own business is what stands and what covers it.
vi.mock('./SeatWorkbench.vue', () => ({ default: { props: ['signedIn', 'covered'], template: '<main class="bench"><textarea /></main>' } }))

let host: FakeDesk
let page: VueWrapper
const sits = async (signedIn: SignedIn | null): Promise<void> => {
  host.tell('session', 'status', aSessionStatus({ signedIn }))
  await flushPromises()
}
const bench = () => page.find<HTMLElement>('.bench')
const isCovered = (): boolean => bench().element.style.display === 'none' && page.find('[data-testid=sign-in]').exists()

beforeEach(() => {
  host = new FakeDesk().answer('session', 'lookUp', async () => ok(null)).tell('link', 'status', aLinkStatus())
  page = mount(SeatPage, { global: { plugins: host.plugins() }, attachTo: document.body })
  useDeskStore().state = 'here'
})
afterEach(() => page.unmount())

describe('the seat window', () => {
  it('asks who is there before it shows anything', async () => {
    expect(page.text()).toBe('')

    await sits(null)

    expect(page.find('[data-testid=sign-in]').exists()).toBe(true)
    expect(bench().exists()).toBe(false)
  })

  it('shows the workbench to the one who sits here', async () => {
    await sits(aSignedIn())

    expect(page.find('[data-testid=sign-in]').exists()).toBe(false)
    expect(bench().isVisible()).toBe(true)
  })

  it('covers it when locked and gives back every word and the caret after the PIN', async () => {
    await sits(aSignedIn())
    const form = page.get('textarea').element
    form.value = '井盖裂成两半'
    form.focus()
    form.setSelectionRange(2, 2)

    await sits(aSignedIn({ locked: true }))
    expect(isCovered()).toBe(true)
    await sits(aSignedIn())

    expect(page.get('textarea').element.value).toBe('井盖裂成两半')
    expect([document.activeElement, form.selectionStart]).toEqual([form, 2])
  })

  it('shows nothing of a locked seat in a window opened afterwards', async () => {
    await sits(aSignedIn({ locked: true }))

    expect(bench().exists()).toBe(false)
    expect(page.text()).toContain('已锁屏')
  })

  it('takes down what the former one saw when another person signs in', async () => {
    await sits(aSignedIn())
    const workbench = useWorkbenchStore()
    workbench.select({ kind: 'case', id: CaseId.parse('018f0000-0000-7000-8000-000000000001') })
    page.get('textarea').element.value = '别人看不到的话'

    await sits(aSignedIn({ signIn: 'sign-in-2', name: '陈建国' }))

    expect(page.get('textarea').element.value).toBe('')
    expect(workbench.selection).toEqual({ kind: 'none' })
  })

  it('takes it down when the one who sat here signs out', async () => {
    await sits(aSignedIn())

    await sits(null)

    expect(bench().exists()).toBe(false)
  })

  it('asks the next one afresh, not for the PIN of whoever has left', async () => {
    host.answer('session', 'signOut', async () => {
      host.tell('session', 'status', aSessionStatus())
      return ok(null)
    })
    await sits(aSignedIn())

    await useSessionStore().signOut()
    await flushPromises()

    expect(page.get<HTMLInputElement>('[data-testid=field-person]').element.value).toBe('')
  })

  it('keeps what the next one has typed by the time the host confirms that the former one has left', async () => {
    const reply = Promise.withResolvers<Result<null>>()
    host.answer('session', 'signOut', () => reply.promise)
    await sits(aSignedIn())
    const leaving = useSessionStore().signOut()
    await flushPromises()
    const number = page.get<HTMLInputElement>('[data-testid=field-person]')
    expect([number.element.value, page.text().includes('已锁屏')]).toEqual(['', false])
    await number.setValue('1002')
    await page.get('[data-testid=field-pin]').setValue('246810')

    await sits(null)
    reply.resolve(ok(null))
    await leaving
    await flushPromises()

    const typed = ['field-person', 'field-pin'].map((id) => page.get<HTMLInputElement>(`[data-testid=${id}]`).element.value)
    expect(typed).toEqual(['1002', '246810'])
  })

  it('says by itself that the host is gone when it never answered', async () => {
    useDeskStore().state = 'gone'
    await flushPromises()

    expect(page.text()).toContain('本机服务中断')
  })
})
