import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aGuard } from '#tests/builders/a-guard.ts'
import { Sealer } from '../personal/index.ts'
import { LOCK_MS, MOST_FAILURES } from '../session/index.ts'
import { LeaderCheck } from './leader-check.ts'

const leader = '1003' as PersonId
let dataDir = ''
let now = 0
/** What the platform answers where nobody is known on the machine. */
let isInReach = true

/** A start of the host on the same folder; the network is the only fake. */
function aStart(): LeaderCheck {
  return new LeaderCheck({
    ...{ roster: null, sealer: new Sealer({ id: 'k', key: Buffer.alloc(32, 9) }), guard: aGuard(dataDir) },
    clock: { now: () => 0, monotonicMs: () => now },
    client: {
      signIn: async ({ secret }) => {
        if (!isInReach) return refuse('offline')
        const granted = { signIn: 's', posts: ['shift-leader' as const], name: '刘洋', at: 0 }
        return secret === '246810' ? ok(granted as never) : refuse('bad-credentials')
      },
    },
  })
}
const wrong = (check: LeaderCheck) => check.check(leader, '000000')

beforeEach(() => {
  dataDir = aDataFolder()
  now = 0
  isInReach = true
})

describe('wrong PINs on the recovery page', () => {
  it('are counted over starts of the host, and the lock too', async () => {
    for (let n = 0; n < MOST_FAILURES; n += 1) expect(await wrong(aStart())).toEqual(refuse('bad-credentials'))

    const again = aStart()

    expect(await again.check(leader, '246810')).toEqual(refuse('account-locked'))
    now += LOCK_MS
    expect((await again.check(leader, '246810')).ok).toBe(true)
    expect((await aStart().check(leader, '246810')).ok).toBe(true)
  })

  it('count each when many are tried at once', async () => {
    const check = aStart()

    const answers = await Promise.all(Array.from({ length: 8 }, () => wrong(check)))

    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))
    expect(codes.filter((code) => code === 'bad-credentials')).toHaveLength(MOST_FAILURES)
    expect(codes.slice(MOST_FAILURES)).toEqual(['account-locked', 'account-locked', 'account-locked'])
  })

  it('are forgotten after a right one, and a platform out of reach is none', async () => {
    for (let n = 0; n < MOST_FAILURES - 1; n += 1) await wrong(aStart())
    isInReach = false
    expect(await wrong(aStart())).toEqual(refuse('offline'))
    isInReach = true

    expect((await aStart().check(leader, '246810')).ok).toBe(true)

    expect(await wrong(aStart())).toEqual(refuse('bad-credentials'))
    expect(await wrong(aStart())).toEqual(refuse('bad-credentials'))
  })

  it('cannot be made fewer by spoiling what is written down', async () => {
    await wrong(aStart())
    writeFileSync(join(dataDir, 'recovery.tries'), '{"failures":-1}')

    expect(await aStart().check(leader, '246810')).toEqual(refuse('account-locked'))
  })

  it('are not looked at where the disk does not let them be counted: that is said, and no try is used up', async () => {
    const check = aStart()
    mkdirSync(join(dataDir, 'recovery.tries.new'))

    for (let n = 0; n <= MOST_FAILURES; n += 1) expect(await wrong(check)).toEqual(refuse('storage-failed', 'EISDIR'))

    rmdirSync(join(dataDir, 'recovery.tries.new'))
    expect((await check.check(leader, '246810')).ok).toBe(true)
  })
})
