import { hash } from '@node-rs/argon2'
import { beforeEach, describe, expect, it } from 'vitest'
import { systemRandom } from '#shared/kernel/clock.ts'
import type { PersonId, SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'
import type { Hall } from '../hall/index.ts'
import { Sealer } from '../personal/index.ts'
import { LOCK_MS, MOST_FAILURES } from './attempts.ts'
import { SessionService } from './session-service.ts'

const HOUR = 3_600_000
const LAST_WORD = MONDAY_NINE
const PIN = '246810'
const cheap = { memoryCost: 8, timeCost: 1 }

/** A machine that has not heard the platform since Monday nine; the network and the clock are the only fakes. */
class Machine {
  readonly seat = new TestSeat()
  readonly service: SessionService
  now = LAST_WORD + 71 * HOUR
  rung = 'offline'
  contactAt = LAST_WORD

  constructor() {
    const { seat } = this
    this.service = new SessionService({
      ...{ seat: '1' as SeatId, db: { ledger: seat.ledger, cache: seat.reader }, sealer: machineSealer },
      link: { isOffline: true, status: () => ({ rung: this.rung, lastContactAt: this.contactAt }) },
      time: { now: () => this.now },
      signals: { raise: () => undefined },
      clock: { now: () => this.now, monotonicMs: () => 0 },
      random: systemRandom,
      // Synchronous calls answer awaiting callers just as well; of the rest only what the service asks.
    } as unknown as Hall)
  }

  async staff(): Promise<void> {
    const platform = new TestPlatform()
    for (const [id, name, post] of [
      ['1003', '周敏', 'shift-leader'],
      ['1001', '王丽', 'acceptor'],
    ] as const) {
      const verifier = machineSealer.seal(await hash(PIN, cheap), `person:${id}:verifier`)
      const person = { id, name, posts: [post], department: null, dutyGrid: null, active: true, verifier, phone: null }
      platform.put('person', id, person, 2)
    }
    this.seat.read(platform)
  }

  extend = (over: object = {}) =>
    this.service.extendOffline({
      ...{ leader: '1003' as PersonId, leaderSecret: PIN, second: '1001' as PersonId, secondSecret: PIN },
      ...over,
    })
  signIn = (over: object = {}) =>
    this.service.signIn({ person: '1001' as PersonId, secret: PIN, posts: ['acceptor'], shift: null, ...over })

  /** What was done, by whom on which post, to whom; oldest first. */
  trail(): readonly (readonly (string | null)[])[] {
    const question = { before: null, limit: 20, text: '', what: 'session.', from: null, to: null, persons: [] }
    const { rows } = this.seat.ledger.auditPage(question)
    return rows.map(({ what, person, post, subject }) => [what, person, post, subject]).toReversed()
  }
}

const machineSealer = new Sealer({ id: 'k', key: Buffer.alloc(32, 9) })
let machine: Machine
beforeEach(async () => {
  machine = new Machine()
  await machine.staff()
})
const codeOf = (result: { ok: boolean; error?: { code: string } }): string => (result.ok ? 'ok' : (result.error?.code ?? ''))

describe('a hall without the platform for three days', () => {
  it('gets a day more from a shift leader and a second person, and another one after that', async () => {
    machine.now = LAST_WORD + 73 * HOUR
    expect(codeOf(await machine.signIn())).toBe('offline-expired')

    expect(unwrap(await machine.extend())).toEqual({ offlineUntil: machine.now + 24 * HOUR })
    expect(codeOf(await machine.signIn())).toBe('ok')

    machine.now += 25 * HOUR
    expect(codeOf(await machine.signIn())).toBe('offline-expired')
    expect(codeOf(await machine.extend())).toBe('ok')
    expect(machine.seat.ledger.verify()).toBeNull()
  })

  it('keeps the day over a restart, and loses it with the next word of the platform', async () => {
    unwrap(await machine.extend())
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
    expect(codeOf(await machine.extend(over))).toBe(code)
    expect(await machine.service.offlineUntil()).toBe(LAST_WORD + 72 * HOUR)
  })

  it('does not get it long before it is needed, or while the platform is in reach', async () => {
    machine.now = LAST_WORD + 60 * HOUR
    expect(codeOf(await machine.extend())).toBe('extension-not-needed')

    machine.now = LAST_WORD + 71 * HOUR
    machine.rung = 'normal'
    expect(codeOf(await machine.extend())).toBe('extension-not-needed')
  })

  it('cannot be had by guessing: wrong PINs lock the number here too', async () => {
    for (let turn = 0; turn < MOST_FAILURES; turn += 1) await machine.extend({ leaderSecret: '000000' })

    expect(codeOf(await machine.extend())).toBe('account-locked')
    machine.now += LOCK_MS
    expect(codeOf(await machine.extend())).toBe('ok')
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
