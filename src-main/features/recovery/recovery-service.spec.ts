import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { RecoveryStatus } from '#shared/contracts/recovery.contract.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import type { PersonId, SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { aCommand } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aGuard } from '#tests/builders/a-guard.ts'
import { aLedger, wordOfStart } from '#tests/builders/a-ledger.ts'
import { act, guardOf } from '#tests/builders/damaged-places.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import type { GuardApi, Inspection } from '../../db/guard-api.ts'
import type { PlatformClient } from '../../link/platform-client.ts'
import { LeaderCheck } from './leader-check.ts'
import { Sealer } from '../personal/index.ts'
import { RecoveryService } from './recovery-service.ts'

const found: Inspection = {
  ...{ file: 'ledger.db', bytes: 90_112, changedAt: 1, trouble: { code: 'ledger-older', detail: '' }, isSound: true, readable: 7 },
  ...{ isDeclared: false, current: { holds: { commands: 7, lastS: 8 }, addable: 0 } },
  // Number 8 was its last, and a recovery before this one had to leave one of the eight out.
  ...{ salvageable: { commands: 7, lastS: 8, audit: 9, suspects: 0 }, mark: null, suspicion: null, backups: [] },
}

/** Of a file in doubt with a witness beside it, and a platform that was told of a command; null: of none. */
async function statusOf(witnessS: number | null, anchorS: number | null | 'unreachable'): Promise<RecoveryStatus> {
  const mark = witnessS === null ? null : ({ s: witnessS } as NonNullable<Inspection['mark']>)
  const anchor = anchorS === null || anchorS === 'unreachable' ? null : { s: anchorS, auditN: 1, at: 1 }
  const reply = anchorS === 'unreachable' ? refuse('offline') : ok({ anchor, lastS: anchor?.s ?? 0 })
  const service = new RecoveryService({
    ...{ seat: '1' as SeatId, trouble: { code: 'ledger-older' }, hasRoster: true, clock: systemClock },
    guard: { inspect: () => Promise.resolve({ ...found, mark }) } as unknown as GuardApi,
    client: { anchor: () => Promise.resolve(reply) } as unknown as PlatformClient,
    leaders: null as unknown as LeaderCheck, // nobody decides anything here
    ...{ changed: () => undefined, leave: () => undefined },
  })
  return service.status()
}

/** A real folder whose ledger was called suspect; the network is the only fake. */
function aSuspectSeat(code: 'anchor-contradicts' | 'ledger-damaged') {
  const dataDir = aDataFolder()
  wordOfStart(dataDir)
  const guard = aGuard(dataDir)
  void guard.suspect(code, 's 40')
  const signIn: PlatformClient['signIn'] = async ({ secret }) =>
    secret === '246810' ? ok({ posts: ['shift-leader'] } as never) : refuse('bad-credentials')
  const sealer = new Sealer({ id: 'k', key: Buffer.alloc(32, 9) })
  let hasLeft = false
  const service = new RecoveryService({
    ...{ seat: '1' as SeatId, trouble: { code }, hasRoster: false, clock: systemClock, guard, changed: () => undefined },
    client: { anchor: async () => refuse('offline') } as unknown as PlatformClient,
    leaders: new LeaderCheck({ roster: null, client: { signIn }, sealer, guard, clock: systemClock }),
    leave: () => {
      hasLeft = true
    },
  })
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const retry = async (secret: string | null) => {
    const leader = secret === null ? null : { person: '1003' as PersonId, secret }
    const reply = await service.retry({ leader })
    vi.runAllTimers()
    return [reply.ok ? 'ok' : reply.error.code, hasLeft, wordOfStart(dataDir)]
  }
  return { retry, status: () => service.status() }
}

describe('looking again at a ledger that was called suspect', () => {
  it('asks a leader where it was the platform’s word', async () => {
    const { retry, status } = aSuspectSeat('anchor-contradicts')
    expect((await status()).retryNeeds).toBe('leader')

    expect(await retry(null)).toEqual(['bad-request', false, 'anchor-contradicts'])
    expect(await retry('000000')).toEqual(['bad-credentials', false, 'anchor-contradicts'])
    expect(await retry('246810')).toEqual(['ok', true, 'opens'])
  })

  it('asks nobody where its own bytes can answer', async () => {
    const { retry, status } = aSuspectSeat('ledger-damaged')
    expect((await status()).retryNeeds).toBe('proof')

    expect(await retry(null)).toEqual(['ok', true, 'opens'])
  })
})

describe('what a file in doubt is known to lack', () => {
  it.each([
    ['the witness', 20, 18],
    ['the platform', 18, 20],
    ['the witness, with the platform away', 20, 'unreachable'],
    ['the platform, without a witness', null, 20],
  ] as const)('is reckoned from the last command that %s knows of', async (_, witnessS, anchorS) => {
    expect((await statusOf(witnessS, anchorS)).missing).toEqual({ current: 12, salvage: 13 })
  })

  it('is nothing of what an earlier recovery left out with a signature, where one goes on with the file', async () => {
    expect((await statusOf(8, 8)).missing).toEqual({ current: 0, salvage: 1 })
  })

  it('is nothing where nobody knows of more', async () => {
    expect((await statusOf(null, null)).missing).toEqual({ current: 0, salvage: 0 })
  })
})

describe('what is known of a file in doubt', () => {
  const trouble = { code: 'ledger-damaged', detail: 'records 1' } as const

  /** Whose guard counts how often it was asked to walk everything. */
  function aServiceThatCounts(refused: Refusal = trouble) {
    const walks: PromiseWithResolvers<Inspection>[] = []
    const service = new RecoveryService({
      ...{ seat: '1' as SeatId, trouble, hasRoster: true, clock: systemClock },
      guard: {
        inspect: () => {
          const walk = Promise.withResolvers<Inspection>()
          walks.push(walk)
          return walk.promise
        },
        forgive: () => Promise.resolve({ ok: false, error: refused }),
      } as unknown as GuardApi,
      client: { anchor: () => Promise.resolve(refuse('offline')) } as unknown as PlatformClient,
      leaders: null as unknown as LeaderCheck, // nobody decides anything here
      ...{ changed: () => undefined, leave: () => undefined },
    })
    return { service, walks }
  }
  const harmed: Inspection = { ...found, trouble, suspicion: 'ledger-damaged', isSound: false }

  it('is found out once, whatever the number of windows that ask meanwhile', async () => {
    const { service, walks } = aServiceThatCounts()

    const asked = [service.status(), service.status(), service.retry({ leader: null })]
    walks[0]!.resolve(harmed)
    await Promise.all(asked)
    await service.status()

    expect(walks).toHaveLength(1)
  })

  it('is found out again where that has failed', async () => {
    const { service, walks } = aServiceThatCounts()
    const failed = service.status()
    walks[0]!.reject(new Error('the thread is gone'))
    await expect(failed).rejects.toThrow('the thread is gone')

    const again = service.status()
    walks[1]!.resolve(harmed)

    expect((await again).code).toBe('ledger-damaged')
  })

  it.each([
    ['stays known where looking again has found the same', trouble, 1],
    ['stays known where the disk had no room for taking it back', { code: 'disk-full' }, 1],
    ['is found out again where looking again has found something else', { ...trouble, detail: 'pages' }, 2],
  ] as const)('%s', async (_what, refused, times) => {
    const { service, walks } = aServiceThatCounts(refused)
    const retried = service.retry({ leader: null })
    walks[0]!.resolve(harmed)
    expect(await retried).toEqual({ ok: false, error: refused })

    const status = service.status()
    walks[1]?.resolve(harmed)
    await status

    expect(walks).toHaveLength(times)
  })
})

describe('a ledger that is being made anew', () => {
  it('is not left half made: nobody can have the host started again', async () => {
    const rebuilding = Promise.withResolvers<never>()
    const began = Promise.withResolvers<void>()
    const forgiven: string[] = []
    const service = new RecoveryService({
      ...{ seat: '1' as SeatId, trouble: { code: 'ledger-older' }, hasRoster: true, clock: systemClock },
      guard: {
        inspect: () => Promise.resolve(found),
        rebuild: () => {
          began.resolve()
          return rebuilding.promise
        },
        forgive: async () => void forgiven.push('forgiven'),
      } as unknown as GuardApi,
      client: {
        anchor: () => Promise.resolve(ok({ anchor: null, lastS: 0 })),
        lanes: () => Promise.resolve(ok({ lanes: [], next: null })),
      },
      leaders: { check: () => Promise.resolve(ok({ person: '1003', post: 'shift-leader' })) } as unknown as LeaderCheck,
      ...{ changed: () => undefined, leave: () => undefined },
    })
    void service.restore({ person: '1003' as PersonId, secret: '246810', from: 'current', name: null })
    await began.promise

    expect(await service.retry({ leader: null })).toMatchObject({ ok: false, error: { code: 'too-many-calls' } })
    expect(forgiven).toEqual([])
    expect(service.cause).toEqual({ code: 'ledger-older', detail: '' })
  })
})

describe('a recovery of a file that has lost something in its middle', () => {
  const NOW = Date.UTC(2026, 10, 22, 4)
  const lane = caseId(11)
  const lost = cmdId(12)

  /** Ten commands in a backup, ten more in the file; of these, the second one in the lane of case 11 cannot be read any more. */
  function aFolderWithAHole(): string {
    const dataDir = aDataFolder()
    const ledger = aLedger({ dataDir })
    act(ledger, 1, 10)
    unwrap(guardOf(dataDir).backup(NOW))
    act(ledger, 11, 1)
    unwrap(ledger.append([aCommand(12, 'note', 11, { base: null })], null))
    act(ledger, 13, 8)
    ledger.close()
    const file = join(dataDir, 'ledger.db')
    const harmed = readFileSync(file, 'latin1').replaceAll(`"${lost}"`, `"${lost.slice(0, -1)}#"`)
    writeFileSync(file, harmed, 'latin1')
    return dataDir
  }

  async function restore(dataDir: string, client: Pick<PlatformClient, 'anchor' | 'lanes'>) {
    const guard = aGuard(dataDir)
    const { name } = (await guard.inspect()).backups[0]!
    const service = new RecoveryService({
      ...{ seat: '1' as SeatId, trouble: { code: 'ledger-damaged' }, hasRoster: true, clock: systemClock, client, guard },
      leaders: { check: () => Promise.resolve(ok({ person: '1001' as PersonId, post: 'shift-leader' })) } as unknown as LeaderCheck,
      ...{ changed: () => undefined, leave: () => undefined },
    })
    return service.restore({ person: '1001' as PersonId, secret: '', from: 'backup', name })
  }

  it('asks the platform how far lanes have come, so that a lost place in a lane is not given again', async () => {
    const dataDir = aFolderWithAHole()

    const restored = await restore(dataDir, {
      anchor: () => Promise.resolve(ok({ anchor: null, lastS: 20 })),
      lanes: () => Promise.resolve(ok({ lanes: [{ lane, n: 2 }], next: null })),
    })

    expect(restored).toMatchObject({ ok: true, value: { commands: 19, salvaged: 9, missing: 1 } })
    const [next] = unwrap(aLedger({ dataDir }).append([aCommand(99, 'note', 11, { base: null })], null))
    expect(next!.command.lanes).toEqual([{ lane, n: 3 }])
  })

  it('waits for the platform where it is away', async () => {
    const away = () => Promise.resolve(refuse('offline'))

    expect(await restore(aFolderWithAHole(), { anchor: away, lanes: away })).toMatchObject({ error: { code: 'offline' } })
  })
})
