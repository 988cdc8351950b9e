import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { SignInReply } from '#shared/platform-api/people.ts'
import { fakeDepartment } from '#tests/fakes/fake-department.ts'
import type { FakeDepartment } from '#tests/fakes/fake-department.ts'
import { useDepartmentSession } from './session.store.ts'

let world: FakeDepartment
const reply: SignInReply = {
  signIn: 's1', person: '3003' as PersonId, name: '冯德胜', posts: ['department'], department: 'D03' as never, token: 'person_new', time: Date.now(),
}

beforeEach(() => {
  world = fakeDepartment()
})

describe('signing in at the department page', () => {
  it('lasts over a reload of this window', async () => {
    vi.spyOn(world.client, 'signIn').mockResolvedValue(ok(reply))

    expect(await useDepartmentSession().signIn(' 3003 ', '246810')).toBeNull()
    world.reload()

    expect(useDepartmentSession().signedIn).toMatchObject({ person: '3003', department: 'D03', token: 'person_new' })
  })

  it('is for workers of a department, by number and PIN', async () => {
    const asked = vi.spyOn(world.client, 'signIn').mockResolvedValue(ok({ ...reply, department: null }))

    expect(await useDepartmentSession().signIn('3003', '246810')).toEqual({ code: 'wrong-post', detail: 'department' })
    expect(await useDepartmentSession().signIn('../admin', '246810')).toEqual({ code: 'bad-credentials' })
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockResolvedValue(refuse('account-locked'))
    expect(await useDepartmentSession().signIn('3003', '246810')).toEqual({ code: 'account-locked' })
  })

  it('that has ended leaves the person standing, to be asked for the PIN again', async () => {
    const session = useDepartmentSession()
    session.noteEnd()
    expect([session.hasEnded, session.signedIn?.name]).toEqual([true, '韩雪'])
    vi.spyOn(world.client, 'signIn').mockResolvedValue(ok({ ...reply, person: '3002' as PersonId }))

    await session.signIn('3002', '246810')

    expect(session.hasEnded).toBe(false)
  })

  it('ends here at once, and a sign-in made while the platform is told stays', async () => {
    const told = Promise.withResolvers<ReturnType<typeof ok<unknown>>>()
    vi.spyOn(world.client, 'signOut').mockReturnValue(told.promise)
    vi.spyOn(world.client, 'signIn').mockResolvedValue(ok(reply))
    const session = useDepartmentSession()

    const left = session.signOut()
    expect(session.signedIn).toBeNull()
    await session.signIn('3003', '246810')
    told.resolve(ok(null))
    await left

    expect(session.signedIn?.person).toBe('3003')
  })
})
