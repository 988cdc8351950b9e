import { beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '#shared/kernel/ids.ts'
import { codeOf, FreezableLedger, PIN, SessionMachine } from '#tests/builders/a-session.ts'
import { LOCK_MS, MOST_FAILURES } from './attempts.ts'
import { MOST_OWED } from './secret-check.ts'

const ZHOU = { person: '1003' as PersonId, posts: ['shift-leader'] }

let disk: FreezableLedger
let machine: SessionMachine
beforeEach(async () => {
  disk = new FreezableLedger()
  machine = new SessionMachine(disk.api)
  await machine.staff()
})

/** What windows are told about who sits here, each time they are told anything. */
function toldToWindows(): (boolean | null)[] {
  const told: (boolean | null)[] = []
  machine.signals.listen((signal) => {
    if (signal === 'session') told.push(machine.service.current?.locked ?? null)
  })
  return told
}

describe('a seat whose ledger takes nothing', () => {
  it('is locked for every window, unlocked, left and signed in to', async () => {
    await machine.signIn()
    disk.freeze()
    const told = toldToWindows()

    expect(codeOf(await machine.service.lock())).toBe('ok')
    expect(codeOf(await machine.service.unlock(PIN))).toBe('ok')
    expect(codeOf(await machine.service.signOut())).toBe('ok')
    expect(codeOf(await machine.signIn(ZHOU))).toBe('ok')

    expect(told).toEqual([true, false, null, false])
    expect(machine.service.current).toMatchObject({ person: '1003', locked: false })
    // Said to the log once, not at every try.
    expect(machine.failures).toHaveLength(1)
  })

  it('writes all of it in order once it can be written, with the time at which it was done', async () => {
    await machine.signIn()
    disk.freeze()
    await machine.service.lock()
    const lockedAt = machine.now
    machine.now += 60_000
    await machine.signIn(ZHOU)
    disk.thaw()

    await machine.service.signOut()

    expect(machine.trail()).toEqual([
      ['session.sign-in', '1001', 'acceptor', '1001'],
      ['session.lock', '1001', 'acceptor', '1001'],
      ['session.taken-over', '1003', 'shift-leader', '1001'],
      ['session.sign-in', '1003', 'shift-leader', '1003'],
      ['session.sign-out', '1003', 'shift-leader', '1003'],
    ])
    const question = { before: null, limit: 9, text: '', what: 'session.lock', from: null, to: null, persons: [] }
    expect(disk.api.auditPage(question).rows.map(({ at }) => at)).toEqual([lockedAt])
    expect(disk.api.currentSignIn()).toBeNull()
    expect(disk.api.verify()).toBeNull()
  })

  it.each(['clock', 'storage'] as const)('tries again by itself at the signal %s', async (signal) => {
    disk.freeze()
    await machine.signIn()
    disk.thaw()

    machine.signals.raise(signal)

    await new Promise(setImmediate)
    expect(machine.trail()).toEqual([['session.sign-in', '1001', 'acceptor', '1001']])
    expect(disk.api.currentSignIn()).toMatchObject({ person: '1001', locked: false })
  })

  it.each(['lock', 'signOut'] as const)('asks for the PIN after a start when a %s could not be written', async (act) => {
    await machine.signIn()
    disk.freeze()
    await machine.service[act]()

    await machine.restart()

    expect(machine.service.current).toMatchObject({ person: '1001', locked: true })
    expect(codeOf(await machine.service.unlock(PIN))).toBe('ok')
  })

  it('counts wrong PINs all the same, and writes the count down later', async () => {
    disk.freeze()
    for (let turn = 0; turn < MOST_FAILURES; turn += 1) {
      expect(codeOf(await machine.signIn({ secret: '000000' }))).toBe('bad-credentials')
    }
    expect(codeOf(await machine.signIn())).toBe('account-locked')
    disk.thaw()

    await machine.service.signOut()
    await machine.signIn(ZHOU)
    await machine.restart()

    expect(codeOf(await machine.signIn())).toBe('account-locked')
    expect(machine.trail().filter(([, person]) => person === null)).toHaveLength(MOST_FAILURES)
  })

  it('looks at no further PIN when too many wrong ones wait for their entry', async () => {
    machine.rung = 'normal'
    disk.freeze()
    for (let turn = 0; turn < MOST_OWED; turn += 1) {
      await machine.signIn({ secret: '000000' })
      machine.now += turn % MOST_FAILURES === MOST_FAILURES - 1 ? LOCK_MS : 0
    }

    expect(codeOf(await machine.signIn(ZHOU))).toBe('storage-failed')
    disk.thaw()
    machine.signals.raise('storage')
    await new Promise(setImmediate)
    expect(codeOf(await machine.signIn(ZHOU))).toBe('ok')
  })

  it('writes no count for a right PIN that has nothing to forget', async () => {
    await machine.signIn()

    expect(disk.api.getMeta('attempts:1001')).toBeNull()
  })
})

describe('a lock while a PIN is looked at', () => {
  it('does not bring back somebody whose seat was taken over meanwhile', async () => {
    await machine.signIn()
    await machine.service.lock()

    const takenOver = machine.signIn(ZHOU)
    const unlocked = machine.service.unlock(PIN)

    expect([codeOf(await takenOver), codeOf(await unlocked)]).toEqual(['ok', 'no-session'])
    expect(machine.service.current?.person).toBe('1003')
  })
})
