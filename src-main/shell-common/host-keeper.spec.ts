import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SeatId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import { PlayedChild } from '#tests/fakes/played-child.ts'
import type { HostLaunch, HostMessage } from '../host/launch.ts'
import { sayHost } from './announce.ts'
import { HostKeeper } from './host-keeper.ts'
import type { HostState } from './host-keeper.ts'

let hosts: PlayedChild[]
let states: HostState[]
let keeper: HostKeeper
let nowMs: number

const newest = (): PlayedChild => hosts.at(-1)!
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
/** Each as soon as the next one is there. */
async function crashFiveTimes(why?: HostMessage): Promise<void> {
  for (let crash = 0; crash < 5; crash += 1) {
    nowMs += 1_000
    if (why !== undefined) newest().say(why)
    newest().leave({ code: 1, signal: null })
    await pass(6_000)
    newest().say({ type: 'alive' })
  }
}
const launchOf = (generation: number): HostLaunch => ({
  type: 'launch',
  dataDir: '/data',
  platformUrl: 'http://127.0.0.1:1',
  platformCa: null,
  seat: SeatId.parse('1'),
  enrolCode: null,
  generation,
  deviceKey: 'k'.repeat(44),
  isKeySpare: false,
  keyIsBack: null,
  web: null,
  lan: null,
  version: '0',
  checkReplies: false,
})

beforeEach(async () => {
  vi.useFakeTimers()
  hosts = []
  states = []
  nowMs = 0
  let generation = 0
  keeper = new HostKeeper({
    clock: { now: () => nowMs, monotonicMs: () => nowMs },
    start: () => {
      const host = new PlayedChild()
      hosts.push(host)
      return host
    },
    launch: async () => ok(launchOf((generation += 1))),
    onState: (state) => states.push(state),
  })
  await keeper.start()
  newest().say({ type: 'ready', origin: 'http://127.0.0.1:5000', trouble: null })
})
afterEach(() => {
  keeper.forceStop()
  vi.useRealTimers()
})

describe('a host', () => {
  it('gets its launch first, and windows are told when it is ready', () => {
    expect(newest().told).toEqual([launchOf(1)])
    expect(states.at(-1)).toEqual({ state: 'ready', generation: 1, origin: 'http://127.0.0.1:5000' })
  })

  it('whose ledger is in doubt says so, at the terminal as well', () => {
    newest().say({ type: 'ready', origin: null, trouble: 'ledger-missing' })
    const said: string[] = []
    const last = states.at(-1)
    if (last !== undefined) sayHost((zh) => said.push(zh), last)

    expect(last).toMatchObject({ state: 'ready', trouble: 'ledger-missing' })
    expect(said).toEqual(['台账文件不见了：由值班长从备份恢复', '窗口只显示恢复页，没有改动任何数据'])
  })

  it('comes back a generation higher after a crash', async () => {
    newest().leave({ code: 1, signal: null })
    await pass(300)
    newest().say({ type: 'ready', origin: null, trouble: null })

    expect(states.map(({ state, generation }) => `${state} ${String(generation)}`)).toEqual([
      'starting 1',
      'ready 1',
      'gone 1',
      'starting 2',
      'ready 2',
    ])
  })

  it('that beats each second is left alone', async () => {
    for (let second = 0; second < 120; second += 1) {
      await pass(1_000)
      newest().say({ type: 'alive' })
    }

    expect(hosts).toHaveLength(1)
  })

  it('that is silent for more than five seconds is killed and replaced', async () => {
    await pass(7_000)

    expect(hosts.map((host) => host.isKilled)).toEqual([true, false])
  })

  it('may take a minute to start, but not for ever', async () => {
    newest().leave({ code: 1, signal: null })
    await pass(50_000)
    const duringStart = hosts.length
    await pass(20_000)

    expect([duringStart, hosts.length]).toEqual([2, 3])
  })

  it('rests for a minute after five crashes in one, with what to do, and is tried again', async () => {
    await crashFiveTimes()
    const said: string[] = []
    const last = states.at(-1)
    if (last !== undefined) sayHost((zh) => said.push(zh), last)

    expect(hosts).toHaveLength(5)
    expect(last).toMatchObject({ state: 'resting', refusal: { code: 'host-failing' } })
    expect(said).toEqual([expect.stringContaining('本机服务反复退出'), '一分钟后自动再试'])
    await pass(60_000)
    newest().say({ type: 'ready', origin: null, trouble: null })
    expect(hosts).toHaveLength(6)
    expect(states.at(-1)).toMatchObject({ state: 'ready', generation: 6 })
  })

  it('rests with its own reason, as often as it takes', async () => {
    const held = { type: 'failed', code: 'storage-failed', detail: 'ledger.db' } as const
    await crashFiveTimes(held)
    await pass(60_000)
    await crashFiveTimes(held)

    expect(hosts).toHaveLength(10)
    expect(states.at(-1)).toMatchObject({ state: 'resting', refusal: { code: 'storage-failed', detail: 'ledger.db' } })
  })

  it('is not brought back from its rest once the shell stops', async () => {
    await crashFiveTimes()

    await keeper.stop()
    await pass(120_000)

    expect(hosts).toHaveLength(5)
  })

  it('is not started again for a failure that another start would only meet again', async () => {
    newest().say({ type: 'failed', code: 'schema-newer', detail: 'ledger.db' })
    newest().leave({ code: 2, signal: null })
    await pass(60_000)

    expect(hosts).toHaveLength(1)
    expect(states.at(-1)).toMatchObject({ state: 'given-up', refusal: { code: 'schema-newer', detail: 'ledger.db' } })
  })

  it('mints tickets only while it is ready, and is not waited for for ever', async () => {
    const first = keeper.ticket('seat')
    newest().say({ type: 'ticket', id: 1, ticket: 'good' })
    const silent = keeper.ticket('wall', null, 1_000)
    await pass(1_500)
    newest().say({ type: 'alive' })

    expect(await first).toEqual(ok('good'))
    expect(await silent).toMatchObject({ ok: false, error: { code: 'host-gone' } })
    newest().leave({ code: 1, signal: null })
    expect(await keeper.ticket('seat')).toMatchObject({ ok: false, error: { code: 'host-gone' } })
  })

  it('is asked to stop, and killed when it does not', async () => {
    const stopped = keeper.stop()
    await pass(20_000)
    await stopped

    expect(newest().told.at(-1)).toEqual({ type: 'stop' })
    expect(newest().isKilled).toBe(true)
    expect(hosts).toHaveLength(1)
  })

  it('may say what it likes: words that are none are passed over', async () => {
    for (const word of [null, 'ready', { type: 'ready' }, { type: 'ticket', id: 'x' }, { type: '__proto__' }])
      newest().say(word as never)
    await pass(3_000)

    expect(states).toHaveLength(2)
  })
})
