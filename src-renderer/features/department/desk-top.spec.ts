import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ok } from '#shared/kernel/result.ts'
import { fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
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

  it('with nothing on its way asks nothing, though something is written', async () => {
    useDrafts().setWords(row.id, 'note', '已到现场')
    const top = mount(DeskTop, { attachTo: document.body, global: world.global() })

    await top.get('[data-testid="sign-out"]').trigger('click')
    await flushPromises()

    expect(useDepartmentSession().signedIn).toBeNull()
  })
})
