import { execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeRecoveryCode } from '../device-key/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { prepareDataDir } from './data-dir.ts'
import type { HallPaths } from './data-dir.ts'
import { browserDeviceKey, browserSpareKey, keepBrowserKey } from './guarded-key.ts'
import { dropSpareKey } from './spare-key.ts'

const none = { passphraseFile: null, recoveryCodeFile: null }
const paths = (): HallPaths => unwrap(prepareDataDir(aDataFolder()))

function fileWith(words: string): string {
  const file = join(aDataFolder(), 'words')
  writeFileSync(file, `${words}\n`)
  return file
}

describe('the spare key of a machine whose own is gone', () => {
  it.each([
    ['in a file of its own', null],
    ['under the passphrase', '万米值守席 2026'],
  ])('rests %s and is the same until it is dropped', async (_, words) => {
    const at = paths()
    const files = { ...none, passphraseFile: words === null ? null : fileWith(words) }

    const spare = unwrap(await browserSpareKey(at, files))

    expect(unwrap(await browserSpareKey(at, files))).toEqual(spare)
    dropSpareKey(at)
    expect(readdirSync(at.secrets)).toEqual([])
    expect(unwrap(await browserSpareKey(at, files))).not.toEqual(spare)
  })

  it('that a power cut left under one passphrase is not replaced for another', async () => {
    const at = paths()
    const passphraseFile = fileWith('the first words')
    const spare = unwrap(await browserSpareKey(at, { ...none, passphraseFile }))

    const other = await browserSpareKey(at, { ...none, passphraseFile: fileWith('other words') })

    expect(other).toMatchObject({ error: { code: 'secret-wrong' } })
    expect(unwrap(await browserSpareKey(at, { ...none, passphraseFile }))).toEqual(spare)
  })

  it('is needed wherever the machine has served before: nothing is made in the place of what was lost', async () => {
    const at = paths()
    writeFileSync(join(at.seat, 'ledger.witness'), 'served')

    expect(await browserDeviceKey(at, none)).toMatchObject({ error: { code: 'sealed-unreadable' } })

    expect(readdirSync(at.secrets)).toEqual([])
  })
})

describe('a key that Electron has in the key ring', () => {
  const wrappedIn = (at: HallPaths): string => join(at.secrets, 'device.key.wrapped')
  /** A machine that has served in Electron. */
  function electrons(): HallPaths {
    const at = paths()
    writeFileSync(wrappedIn(at), 'wrapped')
    writeFileSync(join(at.seat, 'device.sealed'), 'sealed')
    return at
  }

  it('is not called lost where a start names a passphrase: what to leave out is said', async () => {
    const at = electrons()

    const opened = await browserDeviceKey(at, { ...none, passphraseFile: fileWith('万米值守席 2026') })

    expect(opened).toMatchObject({ error: { code: 'passphrase-needs-no-key-ring' } })
    expect(readdirSync(at.secrets)).toEqual(['device.key.wrapped'])
  })

  it.each([
    ['in a file', null],
    ['under a passphrase', '万米值守席 2026'],
  ])('is put aside where another has come in its place %s', async (_, words) => {
    const at = electrons()
    const files = { ...none, passphraseFile: words === null ? null : fileWith(words) }
    const key = Buffer.alloc(32, 7)

    unwrap(await keepBrowserKey(at, key, files))

    expect(existsSync(wrappedIn(at))).toBe(false)
    expect(readdirSync(at.secrets).some((name) => name.startsWith('device.key.wrapped.replaced-'))).toBe(true)
    expect(unwrap(await browserDeviceKey(at, files))).toEqual(key)
  })

  it.each([['device.key.locked', '万米值守席 2026'], ['device.key', null]])('stays where the disk refuses %s that is to stand in its place', async (refused, words) => {
    const at = electrons()
    mkdirSync(join(at.secrets, refused))
    const files = { ...none, passphraseFile: words === null ? null : fileWith(words) }

    await expect(keepBrowserKey(at, Buffer.alloc(32, 7), files)).rejects.toThrow('EISDIR')

    expect(existsSync(wrappedIn(at))).toBe(true)
  })

  it('is put aside by the first key of a machine that was never enrolled, for either shell to have the same', async () => {
    const at = paths()
    writeFileSync(wrappedIn(at), 'wrapped')

    unwrap(await browserDeviceKey(at, none))

    expect(existsSync(wrappedIn(at))).toBe(false)
  })
})

describe('the key of a machine in the browser shell', () => {
  it('goes under a passphrase when one is named, and is read by nobody without it from then on', async () => {
    const at = paths()
    const plain = unwrap(await browserDeviceKey(at, none))
    const passphraseFile = fileWith('万米值守席 2026')

    expect(unwrap(await browserDeviceKey(at, { ...none, passphraseFile }))).toEqual(plain)

    expect(existsSync(join(at.secrets, 'device.key'))).toBe(false)
    expect(await browserDeviceKey(at, none)).toMatchObject({ error: { code: 'passphrase-needed' } })
    expect(await browserDeviceKey(at, { ...none, passphraseFile: fileWith('something else') })).toMatchObject({
      error: { code: 'secret-wrong' },
    })
    expect(unwrap(await browserDeviceKey(at, { ...none, passphraseFile }))).toEqual(plain)
  })

  it.skipIf(process.platform === 'win32')('takes the words of a named pipe, which says them once, whenever it is asked again', async () => {
    const at = paths()
    const passphraseFile = join(aDataFolder(), 'pipe')
    execFileSync('mkfifo', [passphraseFile])
    spawn('sh', ['-c', 'printf %s "$0" > "$1"', '万米值守席 2026', passphraseFile])

    const key = unwrap(await browserDeviceKey(at, { ...none, passphraseFile }))

    expect(unwrap(await browserDeviceKey(at, { ...none, passphraseFile }))).toEqual(key)
    expect(unwrap(await keepBrowserKey(at, key, { ...none, passphraseFile }))).toBeNull()
  })

  it.skipIf(process.platform === 'win32')('takes other words of a pipe where its first were wrong, and waits for none', async () => {
    const at = paths()
    const key = unwrap(await browserDeviceKey(at, { ...none, passphraseFile: fileWith('万米值守席 2026') }))
    const passphraseFile = join(aDataFolder(), 'pipe')
    execFileSync('mkfifo', [passphraseFile])
    spawn('sh', ['-c', 'printf %s "$0" > "$1"', 'the wrong words', passphraseFile])
    expect(await browserDeviceKey(at, { ...none, passphraseFile })).toMatchObject({ error: { code: 'secret-wrong' } })
    // Asked again at once, as a launch does, with nobody at the pipe.
    expect(await browserDeviceKey(at, { ...none, passphraseFile })).toMatchObject({ error: { code: 'secret-wrong' } })

    const pipe = openSync(passphraseFile, 'r+')
    writeSync(pipe, '万米值守席 2026')
    const asked = browserDeviceKey(at, { ...none, passphraseFile })
    closeSync(pipe)

    expect(unwrap(await asked)).toEqual(key)
    expect(unwrap(await browserDeviceKey(at, { ...none, passphraseFile }))).toEqual(key)
  })

  it('comes back by the recovery code when its file is gone or was exchanged, and what was there is put aside', async () => {
    const at = paths()
    const key = unwrap(await browserDeviceKey(at, none))
    const recoveryCodeFile = fileWith(await makeRecoveryCode(at.seat, key))
    rmSync(join(at.secrets, 'device.key'))
    const stranger = unwrap(await browserDeviceKey(at, none))

    expect(stranger).not.toEqual(key)
    expect(unwrap(await browserDeviceKey(at, { ...none, recoveryCodeFile }))).toEqual(key)

    expect(unwrap(await browserDeviceKey(at, none))).toEqual(key)
    expect(readdirSync(at.secrets).some((name) => name.startsWith('device.key.replaced-'))).toBe(true)
  })

  it('comes back by the code also when the passphrase was forgotten, under a new one', async () => {
    const at = paths()
    const key = unwrap(await browserDeviceKey(at, { ...none, passphraseFile: fileWith('the first words') }))
    const recoveryCodeFile = fileWith(await makeRecoveryCode(at.seat, key))
    const passphraseFile = fileWith('the second words')

    expect(unwrap(await browserDeviceKey(at, { passphraseFile, recoveryCodeFile }))).toEqual(key)

    expect(unwrap(await browserDeviceKey(at, { ...none, passphraseFile }))).toEqual(key)
  })

  it('stays where it is when the code does not fit or nobody ever made one', async () => {
    const at = paths()
    const key = unwrap(await browserDeviceKey(at, none))
    const recoveryCodeFile = fileWith('AAAAA-AAAAA-AAAAA-AAAAA-AAAAA')

    expect(await browserDeviceKey(at, { ...none, recoveryCodeFile })).toMatchObject({ error: { code: 'recovery-code-missing' } })
    await makeRecoveryCode(at.seat, key)
    expect(await browserDeviceKey(at, { ...none, recoveryCodeFile })).toMatchObject({ error: { code: 'secret-wrong' } })
    expect(await browserDeviceKey(at, { ...none, recoveryCodeFile: '/nowhere' })).toMatchObject({
      error: { code: 'file-not-readable' },
    })

    expect(unwrap(await browserDeviceKey(at, none))).toEqual(key)
  })

  it('that a recovery code has brought back is guarded as the start says, and what stood there is put aside', async () => {
    const at = paths()
    const lost = unwrap(await browserDeviceKey(at, none))
    rmSync(join(at.secrets, 'device.key'))
    await browserDeviceKey(at, none)
    const files = { ...none, passphraseFile: fileWith('万米值守席 2026') }

    unwrap(await keepBrowserKey(at, lost, none))

    expect(unwrap(await browserDeviceKey(at, none))).toEqual(lost)
    expect(readdirSync(at.secrets).filter((name) => name.includes('replaced'))).toHaveLength(1)
    unwrap(await keepBrowserKey(at, lost, files))
    expect(unwrap(await browserDeviceKey(at, files))).toEqual(lost)
  })
})
