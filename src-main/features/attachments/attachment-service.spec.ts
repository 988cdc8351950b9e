import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { ok, unwrap } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { aFileMachine } from '#tests/builders/a-file-machine.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aPicture } from '#tests/builders/a-picture.ts'
import { caseId } from '#tests/builders/ids.ts'
import { SOON } from '#tests/builders/patience.ts'

const unknownHash = '7'.repeat(64)

async function aMachine(mostCachedBytes?: number) {
  const dataDir = aDataFolder()
  const machine = await aFileMachine(dataDir, mostCachedBytes)
  onTestFinished(machine.close)
  const folder = join(dataDir, 'attachments', 'fetched-for')
  return { ...machine, folder, names: () => readdirSync(folder).sort() }
}

describe('a file that somebody wants to see where the disk takes no further name', () => {
  it('is shown when it lies here whole, and refused in words when it would have to come', async () => {
    const { service, put, folder } = await aMachine()
    const hash = await put()
    rmSync(folder, { recursive: true })

    const here = await service.fetch(caseId(1), hash, 900)
    const away = await service.fetch(caseId(1), unknownHash, 900)

    expect(here).toEqual(ok(null))
    expect(away).toEqual({ ok: false, error: { code: 'storage-failed', detail: 'ENOENT' } })
    expect(service.fetchingOf(unknownHash)).toBeUndefined()
    expect(service.fetchedFor.cases()).toEqual([])
  })
})

describe('a copy that makes room for others', () => {
  it('takes the names of all cases along for which it was fetched, and leaves those of others', async () => {
    const { service, put, names, failures } = await aMachine(1_000)
    const [goes, stays] = [await put(), await put()]
    await service.store.read(stays, 0, 1, Date.now() + 120_000)
    for (const of of [1, 2]) unwrap(await service.fetch(caseId(of), goes, 900))
    unwrap(await service.fetch(caseId(1), stays, 900))

    service.start()

    await expect.poll(names, SOON).toEqual([`${caseId(1)}.${stays}`])
    expect(service.isHere(goes)).toBe(false)
    await expect.poll(() => service.fetchedFor.cases(), SOON).toEqual([caseId(1)])
    expect(failures).toEqual([])
  })

  it('keeps the name of a case for which it is asked for again in the same moment', async () => {
    const { service, put, names } = await aMachine()
    const hash = await put()
    unwrap(await service.fetch(caseId(1), hash, 900))

    const [, wanted] = await Promise.all([service.drop(hash), service.fetch(caseId(1), hash, 900)])

    expect(wanted).toEqual(ok(null))
    expect(names()).toEqual([`${caseId(1)}.${hash}`])
    expect(service.fetchedFor.hashesOf(caseId(1))).toEqual([hash])
  })
})

describe('a file that is staged while its like is taken back', () => {
  const li = '1001' as PersonId
  const content = aPicture()
  type Machine = Awaited<ReturnType<typeof aMachine>>

  async function handOver({ service }: Machine, of: number): Promise<string> {
    const { upload } = unwrap(
      await service.staging.begin({ caseId: caseId(of), name: 'a.png', size: content.length, use: 'report', forDraft: false }, li),
    )
    unwrap(await service.staging.append(upload, li, 0, content))
    return upload
  }

  const stage = ({ service }: Machine, upload: string): Promise<Result<Attachment>> =>
    service.alone(async () => service.stage(unwrap(await service.staging.seal(upload, li))))

  it('keeps its copy when the ledger was asked before and the copy is erased after', async () => {
    const machine = await aMachine()
    const { service, ledger } = machine
    const { hash } = unwrap(await stage(machine, await handOver(machine, 1)))
    const again = await handOver(machine, 2)

    expect(await ledger.dropAttachment(hash, caseId(1))).toEqual(ok(true))
    unwrap(await stage(machine, again))
    await service.drop(hash)

    expect([service.isHere(hash), await service.store.isSound(hash)]).toEqual([true, true])
  })

  it('keeps its copy when the copy is to be erased between its coming and the ledger’s word', async () => {
    const machine = await aMachine()
    const { service, ledger } = machine
    const { hash } = unwrap(await stage(machine, await handOver(machine, 1)))
    const again = await handOver(machine, 2)
    unwrap(await ledger.dropAttachment(hash, caseId(1)))
    const keep = service.store.keep.bind(service.store)
    let dropped: Promise<void> = Promise.resolve()
    vi.spyOn(service.store, 'keep').mockImplementation(async (...given) => {
      const kept = await keep(...given)
      dropped = service.drop(hash)
      return kept
    })

    unwrap(await stage(machine, again))
    await dropped

    expect([service.isHere(hash), await service.store.isSound(hash)]).toEqual([true, true])
  })
})
