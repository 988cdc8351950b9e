import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ok, refuse } from '#shared/kernel/result.ts'
import { fakeDepartment, handledCase } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import { useOpenedCase } from './opened-case.store.ts'
import { useReceived } from './received.store.ts'
import { useDepartmentSession } from './session.store.ts'

let world: FakeDepartment
const row = handledCase()

beforeEach(() => {
  world = fakeDepartment()
  vi.spyOn(world.client, 'time').mockResolvedValue(ok(Date.now()))
})

describe('the case on the table', () => {
  beforeEach(async () => {
    vi.spyOn(world.client, 'tasks').mockResolvedValue(ok([row]))
    await useReceived().refresh()
  })

  it('that has gone back says so itself and leaves the list standing', async () => {
    vi.spyOn(world.client, 'case').mockResolvedValue(refuse('not-found', row.id))
    useOpenedCase().id = row.id
    await flushPromises()

    expect(useOpenedCase().refusal?.code).toBe('not-found')
    expect([useReceived().refusal, useReceived().rows, useReceived().isHere]).toEqual([undefined, [row], true])
  })

  it('tells of the line and of the sign-in like every other answer', async () => {
    const asked = vi.spyOn(world.client, 'case').mockResolvedValue(refuse('offline'))
    useOpenedCase().id = row.id
    await flushPromises()
    expect([useReceived().isHere, useReceived().refusal]).toEqual([false, undefined])
    asked.mockResolvedValue(refuse('unauthorised'))
    await useOpenedCase().refresh()

    expect([useReceived().isHere, useDepartmentSession().hasEnded]).toEqual([true, true])
  })

  it('that was read clears away no refusal of the list', async () => {
    vi.spyOn(world.client, 'tasks').mockResolvedValue(refuse('platform-busy'))
    vi.spyOn(world.client, 'case').mockResolvedValue(ok({ row, flow: [] }))
    await useReceived().refresh()
    useOpenedCase().id = row.id
    await flushPromises()

    expect(useReceived().refusal?.code).toBe('platform-busy')
  })
})
