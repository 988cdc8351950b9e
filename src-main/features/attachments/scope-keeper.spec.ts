import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { caseId } from '#tests/builders/ids.ts'
import { FetchedFor } from './fetched-for.ts'
import { FileStore } from './file-store.ts'
import { ScopeKeeper } from './scope-keeper.ts'
import { storeKeyOf } from './sealed-format.ts'

/** A machine whose cache holds case 1 and no other. */
async function aMachine(folder = aDataFolder()) {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  seat.read(platform)
  seat.do(aReport(1))
  const store = await FileStore.open({ folder, storeKey: storeKeyOf(Buffer.alloc(32, 7)), mostCachedBytes: 0 })
  const fetchedFor = await FetchedFor.open(join(folder, 'fetched-for'), (hash) => store.has(hash))
  const coming = new Set<string>()
  const keeper = new ScopeKeeper({
    ...{ fetchedFor, store },
    cache: { briefs: (ids) => Promise.resolve(seat.reader.briefs(ids)) },
    ledger: { attachment: (hash) => Promise.resolve(seat.ledger.attachment(hash)) },
    isComing: (hash) => coming.has(hash),
  })
  const fetched = async (...cases: CaseId[]): Promise<string> => {
    const writer = unwrap(await store.writer(900))
    await writer.write(randomBytes(900))
    const { hash } = unwrap(await store.keep(writer, 0))
    for (const one of cases) unwrap(await fetchedFor.note(one, hash))
    return hash
  }
  return { seat, store, fetchedFor, keeper, coming, fetched }
}

describe('a file that was fetched for a case', () => {
  it('goes when the case has left the hall’s scope, and stays with one that is here', async () => {
    const { store, fetchedFor, keeper, fetched } = await aMachine()
    const [stays, goes] = [await fetched(caseId(1)), await fetched(caseId(2))]

    await keeper.look()

    expect(store.hashes()).toEqual([stays])
    expect(store.has(goes)).toBe(false)
    expect(fetchedFor.cases()).toEqual([caseId(1)])
  })

  it('stays while another case that is here has it too', async () => {
    const { store, fetchedFor, keeper, fetched } = await aMachine()
    const hash = await fetched(caseId(2), caseId(1))

    await keeper.look()

    expect(store.has(hash)).toBe(true)
    expect(fetchedFor.cases()).toEqual([caseId(1)])
  })

  it('goes when all the cases that have it have left', async () => {
    const { store, keeper, fetched } = await aMachine()
    const hash = await fetched(caseId(2), caseId(3))

    await keeper.look()

    expect(store.has(hash)).toBe(false)
  })

  it('stays when it began on this machine: it may be the last one', async () => {
    const { seat, store, keeper, fetched } = await aMachine()
    const hash = await fetched(caseId(2))
    const staged = { hash, size: 900, mime: 'image/png', name: '井盖.png', use: 'report' as const, stagedAt: 0 }
    unwrap(seat.ledger.stageAttachment({ ...staged, caseId: caseId(2) }))

    await keeper.look()

    expect(store.has(hash)).toBe(true)
  })

  it('that is still on its way is looked at again when it has come', async () => {
    const { store, keeper, coming, fetched } = await aMachine()
    const hash = await fetched(caseId(2))
    coming.add(hash)

    await keeper.look()
    expect(store.has(hash)).toBe(true)
    coming.clear()
    await keeper.look()

    expect(store.has(hash)).toBe(false)
  })

  it('is known after a restart, unless it is here no more', async () => {
    const folder = aDataFolder()
    const before = await aMachine(folder)
    const [known, gone] = [await before.fetched(caseId(2)), await before.fetched(caseId(3))]
    await before.store.drop(gone)

    const { fetchedFor } = await aMachine(folder)

    expect(fetchedFor.cases()).toEqual([caseId(2)])
    expect(fetchedFor.hashesOf(caseId(2))).toEqual([known])
  })
})
