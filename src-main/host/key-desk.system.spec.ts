import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { DeviceId } from '#shared/kernel/ids.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse, unwrap } from '#shared/kernel/result.ts'
import { openHallDb } from '../db/open.ts'
import { makeRecoveryCode } from '../device-key/index.ts'
import { Signals } from '../doors/signals.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { SOON } from '#tests/builders/patience.ts'
import { DeviceStore } from './device-store.ts'
import type { Device } from './device-store.ts'
import { ensureEnrolled } from './enrol.ts'
import { openKeyDesk } from './key-desk.ts'
import type { HostLaunch, HostMessage } from './launch.ts'
import type { RecoveryDesk } from './recovery-host.ts'
import { noteRevoked, watchRevocation } from './revoked-credential.ts'

const device: Device = {
  ...{ deviceId: DeviceId.parse('018f0000-0000-7000-8000-000000000001'), token: 't'.repeat(40), seat: '1' as SeatId },
  ...{ hall: 'main', role: 'seat', hallKey: null, olderKeys: [], lastS: 0, signingKey: null },
}
const key = randomBytes(32)
let dataDir = ''
let said: HostMessage[] = []
let open: RecoveryDesk[] = []

const spare = randomBytes(32)
const launchWith = (over: Partial<HostLaunch> = {}): HostLaunch =>
  ({
    ...{ dataDir, seat: '1', platformUrl: 'http://127.0.0.1:9', platformCa: null, enrolCode: null },
    ...{ deviceKey: spare.toString('base64'), isKeySpare: true, ...over },
  }) as HostLaunch

/** A host that was launched with a key that fits nothing. */
async function aKeyDesk(
  over: Partial<HostLaunch> = {},
  code: ErrorCode = 'sealed-unreadable',
  leave: () => void = () => undefined,
): Promise<RecoveryDesk> {
  const desk = await openKeyDesk({
    launch: launchWith(over),
    ...{ log: { info: () => undefined, error: () => undefined }, say: (message) => void said.push(message) },
    ...{ trouble: { code }, leave },
  })
  open.push(desk)
  return desk
}

const call = { caller: 'seat' as const, pane: null, isNewest: true, session: null }
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

    await expect.poll(() => troubleAt(desk), SOON).toEqual({ seat: '1', code: 'sealed-unreadable', detail: '', hasCode: false, keepsKey: false, readable: 0 })
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

/** Answers every enrolment, and keeps what it was asked. */
async function aPlatform(): Promise<{ url: string; claims: unknown[]; close: () => void }> {
  const claims: unknown[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      claims.push((JSON.parse(Buffer.concat(parts).toString()) as { claim: unknown }).claim)
      response.setHeader('content-type', 'application/json')
      const { signingKey, ...reply } = device
      response.end(JSON.stringify({ ...reply, token: `${'n'.repeat(39)}${String(claims.length)}` }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, claims, close: () => void server.close() }
}

const sealedFile = (): string => join(dataDir, 'device.sealed')
const start = (over: Partial<HostLaunch> = {}) => {
  const launch = launchWith(over)
  return ensureEnrolled(new DeviceStore(dataDir, Buffer.from(launch.deviceKey, 'base64')), launch)
}
const own = { deviceKey: key.toString('base64'), isKeySpare: false }

describe('what is sealed here, harmed by itself', () => {
  it.each([
    ['empty', () => void writeFileSync(sealedFile(), '')],
    ['garbage', () => void writeFileSync(sealedFile(), randomBytes(300))],
    ['cut off', () => void writeFileSync(sealedFile(), readFileSync(sealedFile()).subarray(0, 40))],
    ['of another machine', () => new DeviceStore(dataDir, randomBytes(32)).save(device)],
    ['a folder', () => void (rmSync(sealedFile()), mkdirSync(sealedFile()))],
  ])('%s, asks a person, and another enrolment mends it under the key that is there', async (_, harm) => {
    await harm()
    const platform = await aPlatform()

    expect(await start(own)).toEqual(refuse('sealed-unreadable', 'device.sealed'))
    const desk = await aKeyDesk({ ...own, platformUrl: platform.url })
    unwrap(await desk.handlers.recovery.enrol({ code: 'ABCDE-FGHJK' }, call))

    expect(unwrap(await start(own)).token).toMatch(/^n+1$/)
    expect(said).toEqual([{ type: 'device-key', key: own.deviceKey, by: 'enrolment' }])
    expect(readdirSync(dataDir).some((name) => name.startsWith('device.sealed.replaced-'))).toBe(true)
    platform.close()
  })

  it('and gone, asks a person where the machine has served before, and only there', async () => {
    rmSync(sealedFile())

    expect(await start(own)).toEqual(refuse('bad-enrolment', '1'))
    writeFileSync(join(dataDir, 'ledger.witness'), 'served')

    expect(await start(own)).toEqual(refuse('credential-missing', '1'))
    expect(await start({ ...own, enrolCode: 'ABCDE-FGHJK' })).toEqual(refuse('credential-missing', 'link-refused'))
    expect(await troubleAt(await aKeyDesk(own, 'credential-missing'))).toMatchObject({ code: 'credential-missing', keepsKey: true })
  })

  it('and gone, leaves the recovery code good: the key is the same after another enrolment', async () => {
    const code = await makeRecoveryCode(dataDir, key)
    rmSync(sealedFile())
    const platform = await aPlatform()

    const desk = await aKeyDesk({ ...own, platformUrl: platform.url }, 'credential-missing')
    unwrap(await desk.handlers.recovery.enrol({ code: 'ABCDE-FGHJK' }, call))

    expect(await troubleAt(desk)).toMatchObject({ hasCode: false })
    expect(await unlock(code)).toEqual(ok(null))
    platform.close()
  })
})

describe('a credential that the platform has revoked', () => {
  const world = () => {
    const [signals, left] = [new Signals(), [] as string[]]
    const link = { reason: null as ErrorCode | null }
    const session = { current: null as { locked: boolean } | null }
    watchRevocation({
      ...{ dataDir, device, signals, session, link: { status: () => link } },
      leave: () => void left.push('left'),
      failed: (error) => {
        throw error
      },
    })
    return { signals, link, session, left }
  }

  it('ends the host for one that asks a person, and not while somebody works here', async () => {
    const { signals, link, session, left } = world()
    session.current = { locked: false }
    link.reason = 'device-revoked'
    signals.raise('link')

    expect(await start(own)).toEqual(ok(device))
    session.current = null
    signals.raise('session')
    signals.raise('link')

    await expect.poll(() => left, SOON).toEqual(['left'])
    expect(await start(own)).toEqual(refuse('device-revoked', '1'))
  })

  it('does not leave for any other trouble of the line', async () => {
    const { signals, link, left } = world()
    link.reason = 'unauthorised'
    signals.raise('link')

    expect(left).toEqual([])
    expect(await start(own)).toEqual(ok(device))
  })

  it('is asked about again when somebody looks again, and not at all when a newer one was put back', async () => {
    await noteRevoked(dataDir, device)
    let isLeaving = false
    const desk = await aKeyDesk({ ...own }, 'device-revoked', () => {
      isLeaving = true
    })
    expect(await troubleAt(desk)).toMatchObject({ code: 'device-revoked', hasCode: false, keepsKey: true })
    unwrap(await desk.handlers.recovery.retry({ leader: null }, call))

    await expect.poll(() => isLeaving, SOON).toBe(true)
    expect(await start(own)).toEqual(ok(device))
    await noteRevoked(dataDir, device)
    await new DeviceStore(dataDir, key).save({ ...device, token: 'u'.repeat(40) })
    expect((await start(own)).ok).toBe(true)
  })

  it('is replaced by another enrolment: the key, the recovery code and the file of before stay', async () => {
    await noteRevoked(dataDir, device)
    const code = await makeRecoveryCode(dataDir, key)
    const platform = await aPlatform()

    const desk = await aKeyDesk({ ...own, platformUrl: platform.url }, 'device-revoked')
    unwrap(await desk.handlers.recovery.enrol({ code: 'ABCDE-FGHJK' }, call))

    expect(unwrap(await start(own)).token).toMatch(/^n+1$/)
    expect(readdirSync(dataDir).some((name) => name.startsWith('device.sealed.replaced-'))).toBe(true)
    expect(await unlock(code)).toEqual(ok(null))
    platform.close()
  })
})

describe('a power cut in another enrolment', () => {
  it('before anything was kept: the same code is shown again, with the same claim', async () => {
    const platform = await aPlatform()
    const again = async () => (await aKeyDesk({ platformUrl: platform.url })).handlers.recovery.enrol({ code: 'ABCDE-FGHJK' }, call)

    unwrap(await again())
    rmSync(sealedFile())
    unwrap(await again())

    expect(platform.claims[0]).toMatch(/^[\w-]{43}$/)
    expect(platform.claims).toEqual([platform.claims[0], platform.claims[0]])
    platform.close()
  })

  it('before the shell has taken the new key for its own: the spare one opens what was sealed', async () => {
    const platform = await aPlatform()
    unwrap(await (await aKeyDesk({ platformUrl: platform.url })).handlers.recovery.enrol({ code: 'ABCDE-FGHJK' }, call))

    expect(unwrap(await start()).token).toMatch(/^n+1$/)

    expect(existsSync(join(dataDir, 'device.recovery'))).toBe(false)
    expect(platform.claims).toHaveLength(1)
    platform.close()
  })
})
