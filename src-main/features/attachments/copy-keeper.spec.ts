import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { LedgerApi } from '../../db/ledger-api.ts'
import { ok, unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { caseId } from '#tests/builders/ids.ts'
import { CopyKeeper } from './copy-keeper.ts'
import { FileStore } from './file-store.ts'
import { storeKeyOf } from './sealed-format.ts'

const DAY_MS = 24 * 3_600_000
const START = 1_750_000_000_000

/** A machine with a real store and a real ledger; the platform has what `atPlatform` says, or is not heard at all. */
async function aMachine(mostCachedBytes = 0) {
  const store = await FileStore.open({ folder: aDataFolder(), storeKey: storeKeyOf(Buffer.alloc(32, 7)), mostCachedBytes })
  const ledger = aLedger()
  const atPlatform = new Set<string>()
  const state = { now: START, isHeard: true, reopened: 0, isDiskShort: false }
  const keeper = new CopyKeeper({
    store: {
      ...{ hashes: () => store.hashes(), beyondCache: (open) => store.beyondCache(open), usedAt: (hash) => store.usedAt(hash) },
      isDiskShort: () => Promise.resolve(state.isDiskShort),
    },
    drop: (hash) => store.drop(hash),
    ledger: promised(ledger),
    client: {
      sizeOf: (hash) => {
        const status = state.isHeard ? 404 : 0
        if (state.isHeard && atPlatform.has(hash)) return Promise.resolve(ok(10))
        return Promise.resolve({ ok: false, error: { status, code: 'not-found', retryAfterMs: 0 } })
      },
    },
    clock: { now: () => state.now, monotonicMs: () => state.now },
    onReopened: () => {
      state.reopened += 1
    },
  })
  const put = async (): Promise<string> => {
    const writer = unwrap(await store.writer(10))
    await writer.write(randomBytes(10))
    return unwrap(await store.keep(writer, state.now)).hash
  }
  /** Began here, and the platform has confirmed it. */
  const anOwnFile = async (): Promise<string> => {
    const hash = await put()
    const attachment = { hash, size: 10, mime: 'image/png', name: '井盖.png', use: 'report' as const }
    unwrap(ledger.stageAttachment({ ...attachment, caseId: caseId(1), stagedAt: state.now }))
    unwrap(ledger.append([aReport(1, 1, { attachments: [attachment] })], null))
    ledger.noteAttachment(hash, { state: 'confirmed' })
    atPlatform.add(hash)
    return hash
  }
  const stateOf = (hash: string): string | undefined => ledger.attachment(hash)?.state
  return { store, ledger, keeper, state, atPlatform, put, anOwnFile, stateOf }
}

function promised(
  ledger: ReturnType<typeof aLedger>,
): Pick<LedgerApi, 'openAttachments' | 'attachment' | 'reopenAttachments' | 'getMeta' | 'setMeta'> {
  return {
    openAttachments: async () => ledger.openAttachments(),
    attachment: async (hash) => ledger.attachment(hash),
    reopenAttachments: async (hashes) => ledger.reopenAttachments(hashes),
    getMeta: async (key) => ledger.getMeta(key),
    setMeta: async (key, value) => ledger.setMeta(key, value),
  }
}

describe('a platform that came back from a backup', () => {
  it('is asked after every file that is still here, once in its new life, also over a restart', async () => {
    const { keeper, stateOf, anOwnFile, state } = await aMachine()
    await keeper.heard('first life')
    const hash = await anOwnFile()

    await keeper.heard('first life')
    expect(stateOf(hash)).toBe('confirmed')
    await keeper.heard('second life')

    expect(stateOf(hash)).toBe('staged')
    expect(state.reopened).toBe(1)
    await keeper.heard('second life')
    expect(state.reopened).toBe(1)
  })

  it('is not asked to confirm what this machine could not send again', async () => {
    const { keeper, store, stateOf, anOwnFile } = await aMachine()
    const hash = await anOwnFile()
    await store.drop(hash)

    await keeper.heard('second life')

    expect(stateOf(hash)).toBe('confirmed')
  })
})

describe('the sealed copy of a file that the platform has', () => {
  it('stays for thirty days where it began, however little the cache may hold', async () => {
    const { keeper, store, state, anOwnFile } = await aMachine()
    const hash = await anOwnFile()

    state.now += 29 * DAY_MS
    await keeper.trim()
    expect(store.has(hash)).toBe(true)
    state.now += 2 * DAY_MS
    await keeper.trim()

    expect(store.has(hash)).toBe(false)
  })

  it('goes earlier when the disk has hardly any room, but never before the platform has said that it has it', async () => {
    const { keeper, store, state, anOwnFile } = await aMachine()
    const hash = await anOwnFile()
    Object.assign(state, { isDiskShort: true, isHeard: false })

    await keeper.trim()
    expect(store.has(hash)).toBe(true)
    state.isHeard = true
    await keeper.trim()

    expect(store.has(hash)).toBe(false)
  })

  it('is sent again instead of erased when the platform has lost it', async () => {
    const { keeper, store, state, atPlatform, stateOf, anOwnFile } = await aMachine()
    const hash = await anOwnFile()
    atPlatform.delete(hash)
    state.now += 40 * DAY_MS

    await keeper.trim()

    expect([store.has(hash), stateOf(hash), state.reopened]).toEqual([true, 'staged', 1])
  })

  it('that was only fetched to be looked at goes when the cache is full, unless it may be the last one', async () => {
    const { keeper, store, atPlatform, put } = await aMachine()
    const [there, gone] = [await put(), await put()]
    atPlatform.add(there)

    await keeper.trim()

    expect([store.has(there), store.has(gone)]).toEqual([false, true])
  })

  it('stays while it fits into the cache', async () => {
    const { keeper, store, state, atPlatform, put } = await aMachine(10)
    const old = await put()
    state.now += 1_000
    const fresh = await put()
    for (const hash of [old, fresh]) atPlatform.add(hash)

    await keeper.trim()

    expect([store.has(old), store.has(fresh)]).toEqual([false, true])
  })
})
