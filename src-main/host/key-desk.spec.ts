import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeviceId } from '#shared/kernel/ids.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import { openHallDb } from '../db/open.ts'
import { makeRecoveryCode } from '../device-key/index.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { SOON } from '#tests/builders/patience.ts'
import { DeviceStore } from './device-store.ts'
import type { Device } from './device-store.ts'
import { openKeyDesk } from './key-desk.ts'
import type { HostLaunch, HostMessage } from './launch.ts'
import type { RecoveryDesk } from './recovery-host.ts'

const device: Device = {
  ...{ deviceId: DeviceId.parse('018f0000-0000-7000-8000-000000000001'), token: 't'.repeat(40), seat: '1' as SeatId },
  ...{ hall: 'main', role: 'seat', hallKey: null, olderKeys: [], lastS: 0, signingKey: null },
}
const key = randomBytes(32)
let dataDir = ''
let said: HostMessage[] = []
let open: RecoveryDesk[] = []

/** A host that was launched with a key that fits nothing. */
async function aKeyDesk(): Promise<RecoveryDesk> {
  const desk = await openKeyDesk({
    launch: { dataDir, seat: '1', platformUrl: 'http://127.0.0.1:9', platformCa: null } as HostLaunch,
    ...{ log: { info: () => undefined, error: () => undefined }, say: (message) => void said.push(message) },
    ...{ trouble: { code: 'sealed-unreadable' }, leave: () => undefined },
  })
  open.push(desk)
  return desk
}

const call = { caller: 'seat' as const, pane: null, session: null }
const unlock = async (code: string) => (await aKeyDesk()).handlers.recovery.unlock({ code }, call)
const troubleAt = async ({ handlers }: RecoveryDesk) => unwrap(await handlers.recovery.key.read({}, call))

beforeEach(async () => {
  dataDir = aDataFolder()
  said = []
  open = []
  await new DeviceStore(dataDir, key).save(device)
})

afterEach(() => Promise.all(open.map((desk) => desk.close())))

describe('the recovery code on the recovery page', () => {
  it('brings the key back and hands it to the shell', async () => {
    const code = await makeRecoveryCode(dataDir, key)

    expect(await unlock(code.toLowerCase().replaceAll('-', ' '))).toEqual(ok(null))

    expect(said).toEqual([{ type: 'device-key', key: key.toString('base64'), by: 'code' }])
  })

  it('is refused when it does not fit, and nothing is handed to anybody', async () => {
    const code = await makeRecoveryCode(dataDir, key)

    expect(await unlock(code.replace(/^./, (first) => (first === '2' ? '3' : '2')))).toEqual(refuse('secret-wrong', 'recovery'))
    expect(await unlock('')).toEqual(refuse('secret-wrong', 'recovery'))

    expect(said).toEqual([])
  })

  it('is no help where its copy is of another key', async () => {
    const code = await makeRecoveryCode(dataDir, randomBytes(32))

    expect(await unlock(code)).toEqual(refuse('sealed-unreadable', 'device.sealed'))
    expect(unwrap(await new DeviceStore(dataDir, key).load())?.seat).toBe('1')
    expect(said).toEqual([])
  })
})

describe('a machine without a recovery code', () => {
  it('says so, and how much of its ledger is there all the same', async () => {
    const ledger = unwrap(await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 1 }))
    await ledger.close()

    const desk = await aKeyDesk()

    await expect.poll(() => troubleAt(desk), SOON).toEqual({ seat: '1', code: 'sealed-unreadable', detail: '', hasCode: false, readable: 0 })
  })

  it('counts nothing where there is no ledger', async () => {
    const desk = await aKeyDesk()
    await desk.close()

    expect(await troubleAt(desk)).toMatchObject({ readable: null })
  })

  it('changes nothing when it cannot be enrolled again', async () => {
    const before = readFileSync(join(dataDir, 'device.sealed'))

    const { handlers } = await aKeyDesk()
    expect((await handlers.recovery.enrol({ code: 'ABCDE-FGHJK' }, call)).ok).toBe(false)

    expect(readFileSync(join(dataDir, 'device.sealed'))).toEqual(before)
    expect(said).toEqual([])
  })
})
