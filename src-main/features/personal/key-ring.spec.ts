import { describe, expect, it } from 'vitest'
import { ok } from '#shared/kernel/result.ts'
import type { HallKeys } from '#shared/platform-api/people.ts'
import { KeyKeeper } from './key-keeper.ts'
import { KeyRing, readKey } from './key-ring.ts'
import { Sealer } from './sealer.ts'

const out = (id: string, byte: number): HallKeys['keys'][number] => ({ id, key: Buffer.alloc(32, byte).toString('base64url') })
const one = out('k1', 1)
const two = out('k2', 2)
const PHONE = '13812345678'

describe('a hall whose key has changed', () => {
  it('reads what was sealed before, seals under the new one, and finds callers of both times', () => {
    const ring = new KeyRing([readKey(one)])
    const sealer = new Sealer(ring)
    const [before, keyBefore] = [sealer.seal('张三', 'case:1:reporterName'), sealer.phoneKey(PHONE)]

    ring.learn([readKey(two)], 'k2')

    expect(sealer.open(before, 'case:1:reporterName')).toEqual(ok('张三'))
    expect(sealer.seal('李四', 'case:1:reporterName')).toMatch(/^s1\.k2\./)
    expect(sealer.phoneKey(PHONE)).not.toBe(keyBefore)
    expect(sealer.phoneKeys(PHONE)).toEqual([sealer.phoneKey(PHONE), keyBefore])
  })

  it('never takes another key under a known name', () => {
    const ring = new KeyRing([readKey(one)])

    ring.learn([readKey(out('k1', 9))], 'k1')

    expect(ring.find('k1')?.key).toEqual(Buffer.alloc(32, 1))
  })

  it('is told by the first value under a key that is not known here, and keeps the keys before it uses them', async () => {
    const ring = new KeyRing([readKey(one)])
    const sealer = new Sealer(ring)
    const done: string[] = []
    const due: (() => void)[] = []
    const keeper = new KeyKeeper({
      ring,
      sealer,
      timers: { after: (_, task) => (due.push(task), () => undefined), every: () => () => undefined },
      ask: async () => ok({ current: 'k2', keys: [two, one] }),
      keep: async () => void done.push(`kept under ${ring.current?.id ?? ''}`),
      learned: async (current) => void done.push(`learned ${current}`),
      failed: (error) => void done.push(String(error)),
    })
    keeper.start()
    due.length = 0
    const strange = new Sealer(readKey(two)).seal('王五', 'case:1:reporterName')

    expect(sealer.open(strange, 'case:1:reporterName').ok).toBe(false)
    await keeper.refresh()

    expect(done).toEqual(['kept under k1', 'learned k2'])
    expect(sealer.open(strange, 'case:1:reporterName')).toEqual(ok('王五'))
  })
})

describe('a machine without the hall key', () => {
  it('opens nothing and finds nobody', () => {
    const wall = new Sealer(new KeyRing())

    expect(wall.open(new Sealer(readKey(one)).seal('张三', 'case:1:reporterName'), 'case:1:reporterName').ok).toBe(false)
    expect(wall.phoneKeys(PHONE)).toEqual([])
    expect(() => wall.seal('张三', 'case:1:reporterName')).toThrow('sealed-unreadable')
  })
})
