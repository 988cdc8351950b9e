import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { SignInReply } from '#shared/platform-api/people.ts'
import { accepted, fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import { useDelivery } from './delivery.store.ts'
import DeskTop from './DeskTop.vue'
import { useDrafts } from './drafts.store.ts'
import { useDepartmentSession } from './session.store.ts'

let world: FakeDepartment
const row = handledCase()

beforeEach(() => {
  world = fakeDepartment()
  vi.spyOn(world.client, 'signOut').mockResolvedValue(ok(null))
})

const reply: SignInReply = {
  signIn: 's1', person: '3102' as PersonId, name: '乔红', posts: ['department'], department: 'water' as DepartmentId, token: 'person_new', time: Date.now(),
}

describe('signing out', () => {
  it('with an act that has not arrived says how many, and leaves only when that is meant', async () => {
    useDrafts().setWords(row.id, 'note', '已到现场')
    await useDelivery().submit(row, 'note')
    world.reload()
    const top = mount(DeskTop, { attachTo: document.body, global: world.global() })

    await top.get('[data-testid="sign-out"]').trigger('click')
    expect(useDepartmentSession().signedIn?.person).toBe('3002')
    expect(top.get('[data-testid="leave-panel"]').text()).toContain('1 件还没送到')
    await top.get('[data-testid="leave-panel"] .answers button').trigger('click')
    await flushPromises()

    expect(useDepartmentSession().signedIn).toBeNull()
  })

  it('that waits for an act is done as soon as the act has arrived', async () => {
    useDrafts().setWords(row.id, 'note', '已到现场')
    await useDelivery().submit(row, 'note')
    const top = mount(DeskTop, { attachTo: document.body, global: world.global() })
    await top.get('[data-testid="sign-out"]').trigger('click')
    world.client.answers.push((sent) => sent.map((one) => accepted(one)))

    await useDelivery().deliver(row.id)
    await flushPromises()

    expect(useDelivery().states.get(row.id)?.state).toBe('done')
    expect([useDepartmentSession().signedIn, top.find('[data-testid="leave-panel"]').exists()]).toEqual([null, false])
  })

  it('is asked about only when it is wanted: acts that follow one that has arrived leave the page as it is', async () => {
    const top = mount(DeskTop, { attachTo: document.body, global: world.global() })
    useDrafts().setWords(row.id, 'note', '已到现场')
    await useDelivery().submit(row, 'note')
    await top.get('[data-testid="sign-out"]').trigger('click')
    world.client.answers.push((sent) => sent.map((one) => accepted(one)))
    await useDelivery().deliver(row.id)
    await flushPromises()
    vi.spyOn(world.client, 'signIn').mockResolvedValue(ok(reply))
    await useDepartmentSession().signIn('3002', '135790')

    useDrafts().setWords(row.id, 'note', '又到现场')
    await useDelivery().submit(row, 'note')
    await flushPromises()

    expect(useDelivery().states.get(row.id)?.state).toBe('waiting')
    expect(top.find('[data-testid="leave-panel"]').exists()).toBe(false)
  })

  it('was asked for by one person and befalls no other', async () => {
    useDrafts().setWords(row.id, 'note', '已到现场')
    await useDelivery().submit(row, 'note')
    const top = mount(DeskTop, { attachTo: document.body, global: world.global() })
    await top.get('[data-testid="sign-out"]').trigger('click')
    useDepartmentSession().noteEnd()
    vi.spyOn(world.client, 'signIn').mockResolvedValue(ok(reply))

    await useDepartmentSession().signIn('3102', '246810')
    await flushPromises()

    expect(useDepartmentSession().signedIn?.person).toBe('3102')
    expect(top.find('[data-testid="leave-panel"]').exists()).toBe(false)
  })

  it('with nothing on its way asks nothing, though something is written', async () => {
    useDrafts().setWords(row.id, 'note', '已到现场')
    const top = mount(DeskTop, { attachTo: document.body, global: world.global() })

    await top.get('[data-testid="sign-out"]').trigger('click')
    await flushPromises()

    expect(useDepartmentSession().signedIn).toBeNull()
  })
})
