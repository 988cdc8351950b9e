import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { fileDeviceKey, prepareDataDir } from '../shell-common/index.ts'
import type { HallPaths } from '../shell-common/index.ts'
import { browserDeviceKey } from '../shell-common/guarded-key.ts'
import { deviceKey, guardedKey, keepKey } from './secrets.ts'
import type { KeyRing } from './secrets.ts'

let paths: HallPaths

beforeEach(() => {
  paths = unwrap(prepareDataDir(mkdtempSync(join(tmpdir(), 'hall-keys-'))))
})
afterEach(() => {
  rmSync(paths.base, { recursive: true })
})

/** A key ring that turns words around; `word` stands for whose ring it is. */
function ring(backend: ReturnType<KeyRing['getSelectedStorageBackend']>, { word = 'mine', renewed = false, available = true } = {}): KeyRing {
  return {
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: () => Promise.resolve(available),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(`${word}:${[...text].toReversed().join('')}`)),
    decryptStringAsync: (bytes) => {
      const text = bytes.toString()
      if (!text.startsWith(`${word}:`)) return Promise.reject(new Error('locked'))
      return Promise.resolve({ result: [...text.slice(word.length + 1)].toReversed().join(''), shouldReEncrypt: renewed })
    },
  }
}

const files = (): string[] => readdirSync(paths.secrets).toSorted()

describe("the key of this machine's secrets", () => {
  it('is wrapped by the key ring and comes back the same', async () => {
    const made = unwrap(await deviceKey(ring('gnome_libsecret'), 'linux', paths))

    const again = unwrap(await deviceKey(ring('gnome_libsecret'), 'linux', paths))

    expect(made.guard).toBe('key-ring')
    expect(made.key).toHaveLength(32)
    expect(again).toEqual(made)
    expect(files()).toEqual(['device.key.wrapped'])
    expect(readFileSync(join(paths.secrets, 'device.key.wrapped')).includes(made.key.toString('base64'))).toBe(false)
  })

  it.each([
    ['basic_text only looks like a key ring', ring('basic_text'), 'linux'],
    ['it is not known which one there is', ring('unknown'), 'linux'],
    ['there is none', ring('gnome_libsecret', { available: false }), 'linux'],
    ['there is none', ring('unknown', { available: false }), 'win32'],
  ] as const)('rests in a file of mode 600 where %s', async (_why, weak, platform) => {
    const { guard, key } = unwrap(await deviceKey(weak, platform, paths))

    expect(guard).toBe('file')
    expect(files()).toEqual(['device.key'])
    expect(readFileSync(join(paths.secrets, 'device.key'))).toEqual(key)
    expect(statSync(join(paths.secrets, 'device.key')).mode & 0o777).toBe(0o600)
  })

  it('stays where the browser shell has put it, so that either shell can open the data', async () => {
    const browsers = unwrap(fileDeviceKey(paths))

    const { guard, key } = unwrap(await deviceKey(ring('kwallet6'), 'linux', paths))

    expect(guard).toBe('file')
    expect(key).toEqual(browsers)
    expect(files()).toEqual(['device.key'])
  })

  it('is never replaced when the key ring is locked, changed or damaged', async () => {
    await deviceKey(ring('gnome_libsecret'), 'linux', paths)
    const before = readFileSync(join(paths.secrets, 'device.key.wrapped'))

    const refused = await deviceKey(ring('gnome_libsecret', { word: 'another' }), 'linux', paths)

    expect(refused).toMatchObject({ ok: false, error: { code: 'sealed-unreadable' } })
    expect(readFileSync(join(paths.secrets, 'device.key.wrapped'))).toEqual(before)
    expect(files()).toEqual(['device.key.wrapped'])
  })

  it('is never made anew where it has gone from an enrolled machine', async () => {
    await deviceKey(ring('gnome_libsecret'), 'linux', paths)
    writeFileSync(join(paths.seat, 'device.sealed'), 'sealed')
    rmSync(join(paths.secrets, 'device.key.wrapped'))

    expect(await deviceKey(ring('gnome_libsecret'), 'linux', paths)).toMatchObject({ ok: false, error: { code: 'sealed-unreadable' } })
    expect(files()).toEqual([])
  })

  it('is wrapped anew when the key ring has a new key of its own', async () => {
    const { key } = unwrap(await deviceKey(ring('gnome_libsecret'), 'linux', paths))

    expect(unwrap(await deviceKey(ring('gnome_libsecret', { renewed: true }), 'linux', paths)).key).toEqual(key)
    expect(unwrap(await deviceKey(ring('gnome_libsecret'), 'linux', paths)).key).toEqual(key)
  })

  it('under a passphrase is left to the browser shell, and that is said instead of calling the key lost', async () => {
    const words = join(paths.base, 'words')
    writeFileSync(words, 'correct horse')
    unwrap(await browserDeviceKey(paths, { passphraseFile: words, recoveryCodeFile: null }))
    writeFileSync(join(paths.seat, 'device.sealed'), 'sealed')

    const opened = await deviceKey(ring('gnome_libsecret'), 'linux', paths)

    expect(opened).toMatchObject({ ok: false, error: { code: 'passphrase-needs-browser' } })
    expect(files()).toEqual(['device.key.locked'])
  })

  it('that has come back leaves no former one under a passphrase to the browser shell', async () => {
    const words = join(paths.base, 'words')
    writeFileSync(words, 'correct horse')
    unwrap(await browserDeviceKey(paths, { passphraseFile: words, recoveryCodeFile: null }))

    unwrap(await keepKey(ring('gnome_libsecret'), 'linux', paths, Buffer.alloc(32, 7)))

    expect(files().map((name) => name.replace(/\d+$/, 'N'))).toEqual(['device.key.locked.replaced-N', 'device.key.wrapped'])
  })

  it('is not given while a passphrase file is named: it would go unheard', async () => {
    const named = { passphraseFile: join(paths.base, 'words'), recoveryCodeFile: null }
    const silent = (): void => undefined

    const given = await guardedKey(ring('gnome_libsecret'), paths, silent, { warn: silent }, named)

    expect(given).toMatchObject({ ok: false, error: { code: 'passphrase-needs-browser' } })
    expect(files()).toEqual([])
  })
})
