import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { DeviceId } from '#shared/kernel/ids.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import { makeRecoveryCode } from '../device-key/index.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { DeviceStore } from './device-store.ts'
import type { Device } from './device-store.ts'
import { keyDesk } from './key-desk.ts'
import type { HostLaunch, HostMessage } from './launch.ts'

const device: Device = {
  ...{ deviceId: DeviceId.parse('018f0000-0000-7000-8000-000000000001'), token: 't'.repeat(40), seat: '1' as SeatId },
  ...{ hall: 'main', role: 'seat', hallKey: null, olderKeys: [], lastS: 0, signingKey: null },
}
const key = randomBytes(32)
let dataDir = ''
let said: HostMessage[] = []

/** A host that was launched with a key that fits nothing. */
function unlock(code: string) {
  const desk = keyDesk({
    launch: { dataDir, seat: '1' } as HostLaunch,
    ...{ log: { info: () => undefined, error: () => undefined }, say: (message) => void said.push(message) },
    ...{ trouble: { code: 'sealed-unreadable' }, leave: () => undefined },
  })
  return desk.handlers.recovery.unlock({ code }, { caller: 'seat', pane: null, session: null })
}

beforeEach(async () => {
  dataDir = aDataFolder()
  said = []
  await new DeviceStore(dataDir, key).save(device)
})

describe('the recovery code on the recovery page', () => {
  it('brings the key back and hands it to the shell', async () => {
    const code = await makeRecoveryCode(dataDir, key)

    expect(await unlock(code.toLowerCase().replaceAll('-', ' '))).toEqual(ok(null))

    expect(said).toEqual([{ type: 'device-key', key: key.toString('base64') }])
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
