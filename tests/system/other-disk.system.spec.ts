// The disk of a seat's machine is dead; what was copied away of it, a backup and the files that wait, goes into a new folder.
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import axios from 'axios'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PersonId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aPicture, sha256 } from '#tests/builders/a-picture.ts'
import { SOON } from '#tests/builders/patience.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { TestHall, TestSeat } from '#tests/e2e/support/index.ts'
import type { TestPlatform } from '#tests/e2e/support/index.ts'
import { Operator, TOWN_PIN } from '#tests/e2e/support/operator.ts'
import { storedCase } from '#tests/e2e/support/stored.ts'

/** The first backup of a start comes after twenty seconds. */
const A_BACKUP = { timeout: 120_000, interval: 200 }

let hall: TestHall
let platform: TestPlatform

beforeAll(async () => {
  hall = await TestHall.open()
  platform = await hall.startPlatform()
})
afterAll(async () => {
  await hall.end()
})

const withToken = async (): Promise<Record<string, string>> => ({
  authorization: `Bearer ${(await readFile(platform.adminTokenFile, 'utf8')).trim()}`,
})

async function newCode(seat: string): Promise<string> {
  const headers = await withToken()
  const { data } = await axios.post<{ code: string }>(`${platform.url}/v1/enrolment-codes`, { seat }, { headers })
  return data.code
}

/** Null as long as the platform has not got it. */
async function storedFileBytes(hash: string): Promise<Buffer | null> {
  const asked = { headers: await withToken(), responseType: 'arraybuffer' as const, validateStatus: () => true }
  const { status, data } = await axios.get<Buffer>(`${platform.url}/v1/attachments/by-hash/${hash}`, asked)
  return status === 200 ? data : null
}

const backupsOf = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : []

describe('a seat whose disk is dead', () => {
  it('goes on in a new folder with its backup and its files, and what waited is sent', async () => {
    const seat = await hall.startSeat('1', platform)
    const before = new Operator(await openDeskClient(seat))
    await before.signIn('1004')
    await platform.kill9()
    const { caseId } = unwrap(await before.take({ description: '硬盘损坏前受理' }, 'file'))
    const picture = aPicture(90, 60)
    unwrap(await before.attach(caseId, '现场.png', picture))
    before.client.close()
    await seat.stop()
    const had = backupsOf(join(seat.paths.seat, 'backups'))
    await seat.restart()
    await expect.poll(() => backupsOf(join(seat.paths.seat, 'backups')).filter((name) => !had.includes(name)), A_BACKUP).not.toEqual([])
    await seat.stop()
    const dataDir = await hall.folder('new-disk')
    await mkdir(join(dataDir, 'seat'), { mode: 0o700 })
    for (const name of ['backups', 'attachments'])
      await cp(join(seat.paths.seat, name), join(dataDir, 'seat', name), { recursive: true })
    await platform.restart()

    const next = hall.add(await TestSeat.start({ dataDir, seat: '1', platformUrl: platform.url }))
    const after = new Operator(await openDeskClient(next))
    const { desk } = after.client
    const trouble = await after.client.until(desk.watch.recovery.key, {}, (value) => value !== null)
    expect(trouble).toMatchObject({ seat: '1', code: 'credential-missing', hasCode: false })
    unwrap(await desk.call.recovery.enrol({ code: await newCode('1') }))
    const status = await after.client.until(desk.watch.recovery.status, {}, (value) => value !== null)
    const [newest] = status?.backups ?? []
    expect(status?.code).toBe('ledger-missing')
    const person = PersonId.parse('1003')
    unwrap(await desk.call.recovery.restore({ person, secret: TOWN_PIN, from: 'backup', name: newest?.name ?? null }))
    await after.client.until(desk.watch.recovery.cause, {}, (value) => value === null)

    await after.signIn('1004')
    await after.viewWhen(caseId, ({ row, pending }) => row.state === 'filed' && pending.length === 0)
    expect(await storedCase(platform, caseId)).toMatchObject({ state: 'filed' })
    await expect.poll(() => storedFileBytes(sha256(picture)), SOON).toEqual(picture)
    after.client.close()
  })
})
