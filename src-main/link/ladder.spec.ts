import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HEARTBEAT_MS, OFFLINE_AFTER_MS } from '#shared/platform-api/changes.ts'
import { onBeat, onTick, startLadder } from './ladder.ts'
import type { Ladder } from './ladder.ts'

const quiet = { owed: 0, lagMs: 0, failure: null } as const

function steady(from: number, beats: number, ladder: Ladder = startLadder(from)): { ladder: Ladder; now: number } {
  let now = from
  let present = ladder
  for (let i = 0; i < beats; i += 1) {
    now += HEARTBEAT_MS
    present = onTick(onBeat(present, { now, ...quiet }), { now, ...quiet })
  }
  return { ladder: present, now }
}

describe('the link ladder', () => {
  it('starts offline, catches up on the first word and is normal once nothing is owed', () => {
    const first = onBeat(startLadder(0), { now: 10, ...quiet })
    const later = onTick(onBeat(first, { now: 1_510, ...quiet }), { now: 1_600, ...quiet })

    expect(first.rung).toBe('catching-up')
    expect(later.rung).toBe('normal')
  })

  it('keeps saying 追平 while anything is owed', () => {
    const first = onBeat(startLadder(0), { now: 10, owed: 5, lagMs: 0, failure: null })

    const later = onTick(onBeat(first, { now: 1_510, owed: 5, lagMs: 0, failure: null }), {
      now: 2_900,
      owed: 5,
      lagMs: 0,
      failure: null,
    })

    expect(later.rung).toBe('catching-up')
  })

  it('says 追平 while nobody can say as of when what is shown is, though nothing is owed', () => {
    const { ladder, now } = steady(0, 5)

    const undated = onTick(ladder, { now: now + 100, ...quiet, isUndated: true })
    const told = onTick(onBeat(undated, { now: now + 1_700, ...quiet }), { now: now + 1_800, ...quiet })

    expect([undated.rung, told.rung]).toEqual(['catching-up', 'normal'])
  })

  it('says 离线 within the limit when the platform freezes, and names why', () => {
    const { ladder, now } = steady(0, 5)

    const frozen = onTick(ladder, { now: now + OFFLINE_AFTER_MS, owed: 0, lagMs: 0, failure: 'bad-reply' })

    expect(frozen).toMatchObject({ rung: 'offline', reason: 'bad-reply' })
  })

  it('says 抖动 for late but arriving beats and needs three timely ones to be calm again', () => {
    const { ladder, now } = steady(0, 5)
    const late = onTick(ladder, { now: now + 3_000, ...quiet })
    const arrived = onBeat(late, { now: now + 3_100, ...quiet })

    expect(late.rung).toBe('jitter')
    expect(arrived.rung).toBe('jitter')
    expect(steady(now + 3_100, 2, arrived).ladder.rung).toBe('jitter')
    expect(steady(now + 3_100, 3, arrived).ladder.rung).toBe('normal')
  })

  it('does not flicker where a platform takes some of what is sent and puts the rest off', () => {
    let { ladder, now } = steady(0, 5)
    const said: string[] = []
    for (let k = 0; k < 40; k += 1) {
      now += HEARTBEAT_MS / 10
      const input = { now, owed: 300, lagMs: 0, failure: null, sendFailure: k % 2 === 0 ? 'platform-busy' : null } as const
      ladder = k % 10 === 0 ? onBeat(ladder, input) : onTick(ladder, input)
      if (said.at(-1) !== ladder.rung) said.push(ladder.rung)
    }

    expect(said).not.toContain('normal')
    expect(said.length).toBeLessThanOrEqual(8)
  })

  it('needs three timely beats to be calm again when what is sent is taken again', () => {
    const { ladder, now } = steady(0, 5)
    const refused = onTick(ladder, { now: now + 100, ...quiet, sendFailure: 'platform-busy' })

    expect(refused).toMatchObject({ rung: 'jitter', reason: 'platform-busy' })
    expect(steady(now + 100, 2, refused).ladder.rung).toBe('jitter')
    expect(steady(now + 100, 3, refused).ladder.rung).toBe('normal')
  })

  it.each([[1, 'catching-up'], [0, 'normal']] as const)('goes back to 追平 after 抖动 where an outage has left %i to send', (owed, word) => {
    let ladder = onBeat(startLadder(0), { now: 10, ...quiet, owed: 1 })
    ladder = onTick(ladder, { now: 1_600, ...quiet, owed: 1, sendFailure: 'platform-busy' })
    const between = ladder.rung
    for (const now of [1_700, 1_800, 1_900]) ladder = onBeat(ladder, { now, ...quiet, owed })

    expect([between, ladder.rung]).toEqual(['jitter', word])
  })

  it('says 正常 after 抖动 without an outage, whatever was just done', () => {
    const { ladder, now } = steady(0, 5)
    let after = onTick(ladder, { now: now + 100, ...quiet, owed: 1, sendFailure: 'platform-busy' })
    for (const ms of [200, 300, 400]) after = onBeat(after, { now: now + ms, ...quiet, owed: 1 })

    expect(after.rung).toBe('normal')
  })

  it('goes on saying 追平 while what is shown is old and beats are late: under 抖动 it would look fresh', () => {
    const { ladder, now } = steady(0, 5)
    const old = onTick(ladder, { now: now + 100, owed: 1, lagMs: OFFLINE_AFTER_MS, failure: null })
    const rebuilding = onTick(old, { now: now + 3_500, owed: 1, lagMs: Infinity, failure: null })
    const first = onBeat(startLadder(0), { now: 10, owed: 3_000, lagMs: 0, failure: null })
    const reading = onTick(first, { now: 4_000, owed: 2_000, lagMs: 3_990, failure: null })

    expect([old.rung, rebuilding.rung, first.rung, reading.rung]).toEqual(Array(4).fill('catching-up'))
    expect(onTick(reading, { now: 4_100, ...quiet })).toMatchObject({ rung: 'jitter', reason: 'link-late' })
  })

  it('never shows anything but 离线 after a long silence, whatever happened before', () => {
    const steps = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 9_000 }), beat: fc.boolean(), owed: fc.integer({ min: 0, max: 999 }) }),
    )
    fc.assert(
      fc.property(steps, (list) => {
        let now = 0
        let ladder = startLadder(0)
        for (const { wait, beat, owed } of list) {
          now += wait
          ladder = beat
            ? onBeat(ladder, { now, owed, lagMs: 0, failure: null })
            : onTick(ladder, { now, owed, lagMs: 0, failure: null })
          const silence = ladder.lastBeat === null ? Infinity : now - ladder.lastBeat
          expect(ladder.rung === 'offline').toBe(silence >= OFFLINE_AFTER_MS)
          expect(ladder.since).toBeLessThanOrEqual(now)
        }
      }),
    )
  })
})
