import { describe, expect, it, vi } from 'vitest'
import type { LedgerApi } from '../../db/ledger-api.ts'
import type { GuardApi } from '../../db/guard-api.ts'
import { RefusalError, ok } from '#shared/kernel/result.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { aReport, anAudit } from '#tests/builders/a-command.ts'
import { aFullLedger } from '#tests/builders/a-full-ledger.ts'
import { ledgerWithBallast } from './ledger-with-ballast.ts'
import { StorageKeeper } from './storage-keeper.ts'

const large = aReport(1, 1, { description: '满'.repeat(4_000) })

function aRoom(makeRoom = (): void => undefined) {
  const said: string[] = []
  const room = {
    release: async () => {
      said.push('released')
      makeRoom()
    },
    refused: (operation: string) => void said.push(`refused ${operation}`),
    stored: (operation: string) => void said.push(`stored ${operation}`),
    distrust: (code: string, detail: string) => void said.push(`${code} ${detail}`),
  }
  return { room, said }
}

describe('a full disk', () => {
  it('gives the kept room back and writes down what is on its way', async () => {
    const { ledger, makeRoom } = aFullLedger()
    const { room, said } = aRoom(makeRoom)
    const kept = ledgerWithBallast(ledger as LedgerApi, room)

    const stored = await kept.append([large], null)

    expect(stored.ok).toBe(true)
    expect(said).toEqual(['released', 'stored append'])
    expect(await kept.lastS()).toBe(1)
  })

  it('is told as such when there is no room left to give', async () => {
    const { ledger } = aFullLedger()
    const { room, said } = aRoom()
    const kept = ledgerWithBallast(ledger as LedgerApi, room)

    expect(await kept.append([large], null)).toEqual({ ok: false, error: { code: 'disk-full' } })
    expect(said).toEqual(['released', 'refused append'])
    expect(await kept.lastS()).toBe(0)
  })
})

describe('a ledger that meets damage of its own', () => {
  it.each<[string, Refusal, string[]]>([
    ['pages', { code: 'storage-failed', detail: 'SQLITE_CORRUPT_VTAB' }, ['ledger-damaged pages']],
    ['what the disk failed to write', { code: 'ledger-damaged', detail: 'commands 3' }, ['ledger-damaged commands 3']],
    ['a disk that fails', { code: 'storage-failed', detail: 'SQLITE_IOERR_FSYNC' }, []],
  ])('says so of %s, answered or thrown, and still gives the answer', async (_what, error, distrusted) => {
    const { room, said } = aRoom()
    const append = async () => ({ ok: false as const, error })
    const audit = () => Promise.reject(new RefusalError(error))
    const kept = ledgerWithBallast({ append, audit } as unknown as LedgerApi, room)

    expect(await kept.append([large], null)).toEqual({ ok: false, error })
    await expect(kept.audit(anAudit())).rejects.toThrow(error.code)

    expect(said.filter((word) => !word.startsWith('stored'))).toEqual([...distrusted, ...distrusted])
  })
})

describe('the keeper of room and backups', () => {
  function aKeeper(guard: Partial<GuardApi>) {
    const said: string[] = []
    const keeper = new StorageKeeper({
      // Each case calls only what it gives.
      guard: guard as GuardApi,
      timers: { after: () => () => undefined, every: () => () => undefined },
      now: () => 7,
      changed: () => {
        said.push('changed')
      },
      distrusted: (code, detail) => {
        said.push(`${code} ${detail}`)
      },
      failed: (_where, error) => {
        throw error
      },
    })
    return { keeper, said }
  }

  it.each([
    ['ok', { freeBytes: 9e9, hasBallast: true }],
    ['low', { freeBytes: 1e8, hasBallast: true }],
    ['full', { freeBytes: 9e9, hasBallast: false }],
  ] as const)('says %s', async (word, space) => {
    const { keeper } = aKeeper({ space: async () => space })

    await keeper.look()

    expect(keeper.status.word).toBe(word)
  })

  it('has no room for anything new while the kept room is in use, and has again as soon as there is some', async () => {
    let hasBallast = true
    const { keeper } = aKeeper({ space: async () => ({ freeBytes: 9e9, hasBallast }), release: async () => true })
    expect(await keeper.hasRoom()).toBe(true)

    hasBallast = false
    await keeper.release()

    expect(await keeper.hasRoom()).toBe(false)
    hasBallast = true
    expect(await keeper.hasRoom()).toBe(true)
    expect(keeper.status.word).toBe('ok')
  })

  it('does not say that what is on its way is stored when it was refused, until it is stored again', async () => {
    const { keeper } = aKeeper({ space: async () => ({ freeBytes: 0, hasBallast: false }), release: async () => false })
    await keeper.release()
    keeper.refused('saveDraft')
    keeper.refused('append')
    await keeper.look()
    const words = [keeper.status.word, await keeper.hasRoom()]

    keeper.stored('append')
    words.push(keeper.status.word)
    keeper.stored('saveDraft')
    words.push(keeper.status.word)

    expect(words).toEqual(['spent', false, 'spent', 'full'])
  })

  it('takes a refusal for over when there is room for a few rows again', async () => {
    let freeBytes = 0
    const { keeper } = aKeeper({ space: async () => ({ freeBytes, hasBallast: false }) })
    keeper.refused('saveDraft')

    freeBytes = 2e6
    await keeper.look()

    expect(keeper.status.word).toBe('full')
  })

  it('stops using a ledger that a backup has found broken, and tells the next start', async () => {
    const marked: string[] = []
    const { keeper, said } = aKeeper({
      backup: async () => ok({ word: 'broken', at: { chain: 'audit', n: 4 } }),
      suspect: async (code) => {
        marked.push(code)
      },
    })

    await keeper.backUp()

    expect([marked, said]).toEqual([['ledger-damaged'], ['ledger-damaged audit 4']])
  })

  it('stops using it also where the next start cannot be told, and says why it could not', async () => {
    const { keeper, said } = aKeeper({
      backup: async () => ok({ word: 'broken', at: { chain: 'audit', n: 4 } }),
      suspect: () => Promise.reject(new Error('no room')),
    })

    await expect(keeper.backUp()).rejects.toThrow('no room')
    await expect(keeper.suspect('anchor-contradicts', 's 40')).rejects.toThrow('no room')

    expect(said).toEqual(['ledger-damaged audit 4', 'anchor-contradicts s 40'])
  })

  it('tells the next start once, however many calls meet the damage', async () => {
    const marked: string[] = []
    const { keeper, said } = aKeeper({
      suspect: async (code) => {
        marked.push(code)
      },
    })

    keeper.distrust('ledger-damaged', 'pages')
    keeper.distrust('ledger-damaged', 'pages')
    await vi.waitFor(() => expect(said).toHaveLength(1))

    expect(marked).toEqual(['ledger-damaged'])
  })

  it('says when a backup could not be made', async () => {
    const { keeper } = aKeeper({ backup: async () => ({ ok: false, error: { code: 'disk-full' } }) })

    await keeper.backUp()

    expect(keeper.status).toMatchObject({ backupAt: null, backupRefusal: 'disk-full' })
  })
})
