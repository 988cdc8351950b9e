import { beforeEach, describe, expect, it } from 'vitest'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { codeOf, FreezableLedger, PIN, SessionMachine } from '#tests/builders/a-session.ts'

let machine: SessionMachine
beforeEach(async () => {
  machine = new SessionMachine()
  await machine.staff()
  await machine.signIn({ posts: ['acceptor', 'dispatcher'] })
})

/** The feed has brought what it had, as the host tells everybody. */
async function announce(): Promise<void> {
  machine.signals.raise('reference')
  await new Promise(setImmediate)
}

const posts = (): readonly string[] | undefined => machine.service.current?.posts
const lastEntry = (): unknown => machine.ledger.auditPage({ ...wholeTrail, limit: 1 }).rows[0]
const wholeTrail = { before: null, text: '', what: '', from: null, to: null, persons: [] }

const dismissed = { posts: ['acceptor', 'dispatcher'], active: false } as const
const demoted = { posts: ['evaluator'] } as const

describe('somebody who sits here while the roster changes', () => {
  it('keeps only the posts that are left, also over a start', async () => {
    await machine.roster('1001', { posts: ['dispatcher', 'shift-leader'] })
    await announce()

    expect(posts()).toEqual(['dispatcher'])
    await machine.roster('1001', { posts: ['acceptor', 'dispatcher'] })
    await machine.restart()
    expect(posts()).toEqual(['dispatcher'])
  })

  it.each([
    ['dismissed', dismissed, 'not-rostered'],
    ['left without any post of the session', demoted, 'posts-withdrawn'],
  ])('is signed out at once when %s, with the reason in the trail and nobody as the doer', async (_what, over, why) => {
    const told: (string | null)[] = []
    machine.signals.listen((signal) => {
      if (signal === 'session') told.push(machine.service.current?.person ?? null)
    })

    await machine.roster('1001', over)
    await announce()

    expect(told).toEqual([null])
    expect(lastEntry()).toMatchObject({ what: 'session.sign-out', subject: '1001', person: null, post: null, detail: why })
    expect(machine.ledger.currentSignIn()).toBeNull()
  })

  it.each([
    ['dismissed', dismissed, 'not-rostered'],
    ['left without any post of the session', demoted, 'posts-withdrawn'],
  ])('does not get back with the PIN when %s behind the lock, and is told why', async (_what, over, why) => {
    await machine.service.lock()
    await machine.roster('1001', over)

    expect(codeOf(await machine.service.unlock(PIN))).toBe(why)
    expect(machine.service.current).toBeNull()
  })

  it('is not there any more after a start when dismissed meanwhile', async () => {
    await machine.roster('1001', dismissed)

    await machine.restart()

    expect(machine.service.current).toBeNull()
    expect(machine.ledger.currentSignIn()).toBeNull()
  })

  it('does not hear of it when it is about somebody else', async () => {
    await machine.roster('1003', { posts: [], active: false })
    await announce()

    expect(posts()).toEqual(['acceptor', 'dispatcher'])
  })

  it('is out as well when the ledger takes nothing', async () => {
    const disk = new FreezableLedger()
    machine = new SessionMachine(disk.api)
    await machine.staff()
    await machine.signIn()
    disk.freeze()

    await machine.roster('1001', dismissed)
    await announce()
    expect(machine.service.current).toBeNull()

    await machine.restart()
    expect(machine.service.current).toBeNull()
  })
})

describe('a roster that says nothing about the one who sits here', () => {
  it('takes nothing away: it is not there yet while the cache is made anew', async () => {
    const empty = new TestPlatform('epoch-2')
    empty.put('person', '1001', null)
    machine.seat.rebuild(empty)
    expect(machine.seat.reader.person('1001')).toBeNull()

    await announce()
    await machine.restart()

    expect(machine.service.current).toMatchObject({ person: '1001', posts: ['acceptor', 'dispatcher'], locked: true })
  })

  it('takes nothing away when it cannot be read', async () => {
    machine.seat.reader.close()

    await announce()

    expect(posts()).toEqual(['acceptor', 'dispatcher'])
  })
})
