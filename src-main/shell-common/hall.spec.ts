import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { SOON } from '#tests/builders/patience.ts'
import { PlayedChild } from '#tests/fakes/played-child.ts'
import { makeRecoveryCode } from '../device-key/index.ts'
import type { HostLaunch } from '../host/launch.ts'
import { prepareDataDir } from './data-dir.ts'
import type { HallPaths } from './data-dir.ts'
import { browserDeviceKey, browserSpareKey, keepBrowserKey } from './guarded-key.ts'
import { Hall } from './hall.ts'
import { parseHallOptions } from './options.ts'

let base: string
let paths: HallPaths
let hosts: PlayedChild[]
let said: string[]
let hall: Hall | null

beforeEach(() => {
  // A host that has ended is started again after a while; waiting for what is next lets it pass.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  base = aDataFolder()
  paths = unwrap(prepareDataDir(base))
  hosts = []
  said = []
  hall = null
})
afterEach(async () => {
  const stopped = hall?.stop()
  // A played host does not end in order.
  hall?.forceStop()
  await stopped
  vi.useRealTimers()
})

/** A machine that was enrolled before, with a platform elsewhere. */
async function open(...options: string[]): Promise<Hall> {
  writeFileSync(join(paths.seat, 'device.sealed'), 'sealed')
  const read = unwrap(parseHallOptions(['--data-dir', base, '--platform-url', 'http://127.0.0.1:1', ...options], {}))
  const opened = await Hall.open(read, {
    startChild: () => {
      const host = new PlayedChild()
      hosts.push(host)
      return host
    },
    say: (zh) => said.push(zh),
    deviceKey: (at) => browserDeviceKey(at, read),
    spareKey: (at) => browserSpareKey(at, read),
    keepDeviceKey: (at, key) => keepBrowserKey(at, key, read),
    ...{ rendererDir: null, version: '0', onHost: () => undefined },
  })
  hall = unwrap(opened)
  void hall.start()
  return hall
}

/** What the host of that number was launched with. */
const launch = (nth: number): Promise<HostLaunch> =>
  vi.waitFor(() => {
    // The first that a host is told.
    const told = hosts[nth - 1]?.told[0] as HostLaunch | undefined
    if (told === undefined) throw new Error('not yet')
    return told
  }, { ...SOON, interval: 100 })

function serve(nth: number, trouble: ErrorCode | null): void {
  hosts[nth - 1]?.say({ type: 'ready', origin: null, trouble })
}
const end = (nth: number): void => hosts[nth - 1]?.leave({ code: 0, signal: null })

describe('how a machine came by its key', () => {
  it('is told to every host until one serves that has written it down', async () => {
    await open()
    await launch(1)
    serve(1, 'sealed-unreadable')
    hosts[0]?.say({ type: 'device-key', key: Buffer.alloc(32, 7).toString('base64'), by: 'code' })
    end(1)

    expect((await launch(2)).keyIsBack).toBe('code')
    serve(2, 'ledger-damaged')
    end(2)
    expect((await launch(3)).keyIsBack).toBe('code')
    serve(3, null)
    end(3)

    expect((await launch(4)).keyIsBack).toBeNull()
  })
})

describe('a machine whose key Electron has in the key ring', () => {
  it('is not started with a passphrase, and no page is served', async () => {
    writeFileSync(join(paths.secrets, 'device.key.wrapped'), 'wrapped')
    const words = join(aDataFolder(), 'words')
    writeFileSync(words, 'the right words')

    await expect(open('--passphrase-file', words)).rejects.toThrow('passphrase-needs-no-key-ring')

    expect(hosts).toEqual([])
  })
})

describe('a machine whose key is under a passphrase', () => {
  let key: Buffer
  let words: string
  let passphrase: string[]
  beforeEach(async () => {
    words = join(aDataFolder(), 'words')
    writeFileSync(words, 'the right words')
    passphrase = ['--passphrase-file', words]
    key = unwrap(await browserDeviceKey(paths, { passphraseFile: words, recoveryCodeFile: null }))
  })

  it('that nobody remembers is served the recovery page, and works on as soon as the words are right', async () => {
    writeFileSync(words, 'other words')
    await open(...passphrase)
    expect((await launch(1)).isKeySpare).toBe(true)
    expect(said.join()).toContain('(passphrase)')
    serve(1, 'sealed-unreadable')
    end(1)
    expect((await launch(2)).isKeySpare).toBe(true)

    writeFileSync(words, 'the right words')
    serve(2, 'sealed-unreadable')
    end(2)

    expect(await launch(3)).toMatchObject({ isKeySpare: false, deviceKey: key.toString('base64') })
  })

  it('and damaged is served the recovery page', async () => {
    writeFileSync(join(paths.secrets, 'device.key.locked'), 'nothing')

    await open(...passphrase)

    expect((await launch(1)).isKeySpare).toBe(true)
  })

  it('is not started where a recovery code was given that does not fit', async () => {
    const code = join(aDataFolder(), 'code')
    writeFileSync(code, 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA')
    await makeRecoveryCode(paths.seat, key)

    await expect(open(...passphrase, '--recovery-code-file', code)).rejects.toThrow('secret-wrong')
  })
})
