import { describe, expect, it } from 'vitest'
import type { Timers } from '#shared/kernel/clock.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HallKeys } from '#shared/platform-api/people.ts'
import { KeyKeeper } from './key-keeper.ts'
import { KeyRing, readKey } from './key-ring.ts'
import { Sealer } from './sealer.ts'

const out = (id: string, byte: number): HallKeys['keys'][number] => ({ id, key: Buffer.alloc(32, byte).toString('base64url') })
const [first, second, third] = [out('k1', 1), out('k2', 2), out('k3', 3)]
const verifierUnder = (key: HallKeys['keys'][number]): string =>
  new Sealer(new KeyRing([readKey(key)])).seal('$argon2id$', 'person:1004:verifier')

/** A seat under the first key; time passes when it is told to. */
function aSeat() {
  const every: (() => void)[] = []
  let due: (() => void)[] = []
  const timers = {
    every: (_ms: number, work: () => void) => (every.push(work), () => undefined),
    after: (_ms: number, work: () => void) => (due.push(work), () => undefined),
  } as unknown as Timers
  const line: { answers: Result<HallKeys>; asked: number; kept: string[]; learned: string[]; stored: HallKeys['keys'] } = {
    ...{ answers: refuse('offline'), asked: 0, kept: [], learned: [], stored: [] },
  }
  const ring = new KeyRing([readKey(first)])
  const keeper = new KeyKeeper({
    ...{ ring, sealer: new Sealer(ring), timers },
    ask: async () => {
      line.asked += 1
      return line.answers
    },
    keep: async ({ current, keys }) => {
      line.kept.push(current)
      line.stored = keys
    },
    learned: async (current) => void line.learned.push(current),
    failed: (error) => {
      throw error
    },
  })
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  return {
    ...{ keeper, ring, line },
    async passTenMinutes(): Promise<void> {
      for (const work of every) work()
      await settle()
    },
    async passASecond(): Promise<void> {
      const now = due
      due = []
      for (const work of now) work()
      await settle()
    },
  }
}

describe('a seat that was cut off while the key of the hall changed twice', () => {
  it('goes on under the key it has, and hears of both as soon as the roster has come', async () => {
    const { keeper, ring, line, passASecond, passTenMinutes } = aSeat()
    keeper.start()
    await passASecond()
    for (let hour = 0; hour < 72; hour += 1) await passTenMinutes()
    expect([ring.current?.id, line.kept]).toEqual(['k1', []])

    line.answers = ok({ current: 'k3', keys: [third, second, first] })
    keeper.noteSealed([null, verifierUnder(third), verifierUnder(third)])
    await passASecond()

    expect([ring.current?.id, line.kept, line.learned]).toEqual(['k3', ['k3'], ['k3']])
    for (const id of ['k1', 'k2', 'k3']) expect(ring.find(id)?.id).toBe(id)
  })

  it('hears of it within ten minutes also where the first question after its return is lost', async () => {
    const { keeper, ring, line, passASecond, passTenMinutes } = aSeat()
    keeper.start()
    keeper.noteSealed([verifierUnder(second)])
    await passASecond()
    expect(ring.current?.id).toBe('k1')

    line.answers = ok({ current: 'k2', keys: [second, first] })
    await passTenMinutes()

    expect(ring.current?.id).toBe('k2')
  })

  it('asks once for a whole roster, and not again for what it knows', async () => {
    const { keeper, line, passASecond } = aSeat()
    line.answers = ok({ current: 'k2', keys: [second, first] })
    keeper.noteSealed(Array.from({ length: 500 }, () => verifierUnder(second)))
    await passASecond()

    keeper.noteSealed([verifierUnder(second), verifierUnder(first)])
    await passASecond()

    expect(line.asked).toBe(1)
  })
})

describe('a platform that was put back to before a rotation', () => {
  it('takes no key from a seat: it seals under the older one again and keeps what opens the rest', async () => {
    const { keeper, ring, line, passASecond, passTenMinutes } = aSeat()
    keeper.start()
    line.answers = ok({ current: 'k2', keys: [second, first] })
    await passASecond()

    line.answers = ok({ current: 'k1', keys: [first] })
    await passTenMinutes()

    expect(ring.current?.id).toBe('k1')
    expect(line.stored).toEqual([first, second])
  })
})
