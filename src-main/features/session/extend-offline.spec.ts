import { beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { codeOf, LAST_WORD, PIN, SessionMachine } from '#tests/builders/a-session.ts'
import { LOCK_MS, MOST_FAILURES } from './attempts.ts'

const HOUR = 3_600_000

let machine: SessionMachine
beforeEach(async () => {
  machine = new SessionMachine()
  await machine.staff()
})

const extend = (over: object = {}): Promise<Result<{ offlineUntil: number }>> =>
  machine.service.extendOffline({
    ...{ leader: '1003' as PersonId, leaderSecret: PIN, second: '1001' as PersonId, secondSecret: PIN },
    ...over,
  })

describe('a hall without the platform for three days', () => {
  it('gets a day more from a shift leader and a second person, and another one after that', async () => {
    machine.now = LAST_WORD + 73 * HOUR
    expect(codeOf(await machine.signIn())).toBe('offline-expired')

    expect(unwrap(await extend())).toEqual({ offlineUntil: machine.now + 24 * HOUR })
    expect(codeOf(await machine.signIn())).toBe('ok')

    machine.now += 25 * HOUR
    expect(codeOf(await machine.signIn())).toBe('offline-expired')
    expect(codeOf(await extend())).toBe('ok')
    expect(machine.seat.ledger.verify()).toBeNull()
  })

  it('keeps the day over a restart, and loses it with the next word of the platform', async () => {
    unwrap(await extend())
    expect(await machine.service.offlineUntil()).toBe(LAST_WORD + 96 * HOUR)

    machine.contactAt = LAST_WORD + 80 * HOUR
    expect(await machine.service.offlineUntil()).toBe(LAST_WORD + 152 * HOUR)
  })

  it.each([
    ['the same person twice', { second: '1003' as PersonId }, 'extension-one-person'],
    ['a leader who is none', { leader: '1001' as PersonId, second: '1003' as PersonId }, 'extension-no-leader'],
    ['a wrong PIN of the leader', { leaderSecret: '000000' }, 'bad-credentials'],
    ['a wrong PIN of the other', { secondSecret: '000000' }, 'bad-credentials'],
    ['somebody who is not rostered', { second: '7777' as PersonId }, 'bad-credentials'],
  ])('does not get it from %s', async (_what, over, code) => {
    expect(codeOf(await extend(over))).toBe(code)
    expect(await machine.service.offlineUntil()).toBe(LAST_WORD + 72 * HOUR)
  })

  it('does not get it long before it is needed, or while the platform is in reach', async () => {
    machine.now = LAST_WORD + 60 * HOUR
    expect(codeOf(await extend())).toBe('extension-not-needed')

    machine.now = LAST_WORD + 71 * HOUR
    machine.rung = 'normal'
    expect(codeOf(await extend())).toBe('extension-not-needed')
  })

  it('cannot be had by guessing: wrong PINs lock the number here too', async () => {
    for (let turn = 0; turn < MOST_FAILURES; turn += 1) await extend({ leaderSecret: '000000' })

    expect(codeOf(await extend())).toBe('account-locked')
    machine.now += LOCK_MS
    expect(codeOf(await extend())).toBe('ok')
  })
})

describe('the record of who sat here', () => {
  it('names who signed in, locked, took over and left, with their posts; a wrong PIN is nobody’s act', async () => {
    await machine.signIn({ secret: '000000' })
    await machine.signIn()
    await machine.service.lock()
    await machine.signIn({ person: '1003' as PersonId, posts: ['shift-leader'] })
    await machine.service.signOut()

    expect(machine.trail()).toEqual([
      ['session.sign-in', null, null, '1001'],
      ['session.sign-in', '1001', 'acceptor', '1001'],
      ['session.lock', '1001', 'acceptor', '1001'],
      ['session.taken-over', '1003', 'shift-leader', '1001'],
      ['session.sign-in', '1003', 'shift-leader', '1003'],
      ['session.sign-out', '1003', 'shift-leader', '1003'],
    ])
  })
})
