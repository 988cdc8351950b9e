import { beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '#shared/kernel/ids.ts'
import { codeOf, PIN, SessionMachine } from '#tests/builders/a-session.ts'
import { LOCK_MS, MOST_FAILURES } from './attempts.ts'

let machine: SessionMachine
beforeEach(async () => {
  machine = new SessionMachine()
  await machine.staff()
})

const guesses = (guess: () => Promise<{ ok: boolean }>): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: 64 }, async () => codeOf(await guess())))
const count = (codes: readonly string[], code: string): number => codes.filter((one) => one === code).length

describe('guesses made at the same time', () => {
  it('lock the number after five, like those made one after the other', async () => {
    const codes = await guesses(() => machine.signIn({ secret: '000000' }))

    expect([count(codes, 'bad-credentials'), count(codes, 'account-locked')]).toEqual([MOST_FAILURES, 64 - MOST_FAILURES])
    expect(codeOf(await machine.signIn())).toBe('account-locked')
    machine.now += LOCK_MS
    expect(codeOf(await machine.signIn())).toBe('ok')
  })

  it('lock it at a locked seat too, where the right one comes too late', async () => {
    await machine.signIn()
    await machine.service.lock()

    const codes = await guesses(() => machine.service.unlock('000000'))

    expect(count(codes, 'bad-credentials')).toBe(MOST_FAILURES)
    expect(codeOf(await machine.service.unlock(PIN))).toBe('account-locked')
  })

  it('are forgotten with the PIN they were made at: a new one unlocks the number', async () => {
    await guesses(() => machine.signIn({ secret: '000000' }))
    expect(codeOf(await machine.signIn())).toBe('account-locked')

    await machine.roster('1001', { posts: ['acceptor', 'dispatcher'] })

    expect(codeOf(await machine.signIn())).toBe('ok')
  })

  it('do not lock the number of somebody else', async () => {
    await guesses(() => machine.signIn({ secret: '000000' }))

    expect(codeOf(await machine.signIn({ person: '1003' as PersonId, posts: ['shift-leader'] }))).toBe('ok')
  })
})
