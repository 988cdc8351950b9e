import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import {
  dropRecoveryCode,
  hasNotedCode,
  hasRecoveryCode,
  lockKey,
  makeRecoveryCode,
  provesNewCode,
  takeNewCode,
  unlockKey,
  unlockWithRecoveryCode,
} from './index.ts'

const key = Buffer.alloc(32, 7)

describe('a key under a passphrase', () => {
  it('comes back with the same words, typed in any composition, and with no others', async () => {
    const text = await lockKey(key, '万米值守 é', 'passphrase')

    expect(await unlockKey(text, '万米值守 e\u0301', 'passphrase')).toEqual({ ok: true, value: key })
    expect(await unlockKey(text, '万米值守', 'passphrase')).toMatchObject({ ok: false, error: { code: 'secret-wrong' } })
    expect(await unlockKey(text, '万米值守 é', 'recovery')).toMatchObject({ ok: false, error: { code: 'bad-file' } })
    expect(text).not.toContain(key.toString('base64'))
  })

  it('is not opened at another cost, nor from a file that was changed', async () => {
    const text = await lockKey(key, 'secret', 'passphrase')

    const other = text.replace(/"sealed":"(.)/, (_, first: string) => `"sealed":"${first === 'A' ? 'B' : 'A'}`)
    for (const changed of [text.replace('"passes":3', '"passes":2'), other]) {
      expect((await unlockKey(changed, 'secret', 'passphrase')).ok).toBe(false)
    }
    for (const garbage of ['', '{}', 'null', '\0', text.replace('65536', '99999999')]) {
      expect(await unlockKey(garbage, 'secret', 'passphrase')).toMatchObject({ ok: false, error: { code: 'bad-file' } })
    }
  })
})

describe('a recovery code', () => {
  it('gives the key back, as it is read out: in small letters, with or without dashes', async () => {
    const folder = aDataFolder()
    const code = await makeRecoveryCode(folder, key)

    expect(code).toMatch(/^(?:[2-9A-Z]{5}-){4}[2-9A-Z]{5}$/)
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `]) {
      expect(await unlockWithRecoveryCode(folder, typed)).toEqual({ ok: true, value: key })
    }
  })

  it('is nowhere on the machine, and neither is the key', async () => {
    const folder = aDataFolder()
    const code = await makeRecoveryCode(folder, key)
    await takeNewCode(folder)
    const kept = readFileSync(join(folder, 'device.recovery'))

    expect(kept.includes(code.replaceAll('-', '')) || kept.includes(code) || kept.includes(key.toString('base64'))).toBe(false)
    expect(statSync(join(folder, 'device.recovery')).mode & 0o777).toBe(0o600)
  })

  it('is good until the new one is noted, and worth nothing then', async () => {
    const folder = aDataFolder()
    const former = await makeRecoveryCode(folder, key)
    await takeNewCode(folder)
    const lost = await makeRecoveryCode(folder, key)
    const present = await makeRecoveryCode(folder, key)
    expect(await provesNewCode(folder, lost)).toMatchObject({ ok: false, error: { code: 'secret-wrong' } })
    expect((await unlockWithRecoveryCode(folder, former)).ok).toBe(true)
    expect((await unlockWithRecoveryCode(folder, present)).ok).toBe(true)

    expect(await provesNewCode(folder, present)).toEqual({ ok: true, value: null })
    await takeNewCode(folder)

    expect(await unlockWithRecoveryCode(folder, former)).toMatchObject({ ok: false, error: { code: 'secret-wrong' } })
    expect((await unlockWithRecoveryCode(folder, present)).ok).toBe(true)
  })

  it('may be said to be noted again, where the first answer was lost, and no other then', async () => {
    const folder = aDataFolder()
    const former = await makeRecoveryCode(folder, key)
    await takeNewCode(folder)
    const present = await makeRecoveryCode(folder, key)
    await takeNewCode(folder)

    expect(await provesNewCode(folder, present)).toEqual({ ok: true, value: null })
    await takeNewCode(folder)

    expect(await provesNewCode(folder, former)).toMatchObject({ ok: false, error: { code: 'secret-wrong' } })
    expect((await unlockWithRecoveryCode(folder, present)).ok).toBe(true)
  })

  it('that nobody has noted is told of as none, though it opens what it was made for', async () => {
    const folder = aDataFolder()
    const code = await makeRecoveryCode(folder, key)

    expect([await hasNotedCode(folder), await hasRecoveryCode(folder)]).toEqual([false, true])
    expect((await unlockWithRecoveryCode(folder, code)).ok).toBe(true)

    await dropRecoveryCode(folder)
    expect(await hasRecoveryCode(folder)).toBe(false)
  })

  it('that was never made, does not fit or lies damaged is told apart', async () => {
    const folder = aDataFolder()
    expect(await hasRecoveryCode(folder)).toBe(false)
    expect(await unlockWithRecoveryCode(folder, 'A'.repeat(25))).toMatchObject({ error: { code: 'recovery-code-missing' } })

    await makeRecoveryCode(folder, key)
    await takeNewCode(folder)
    expect(await unlockWithRecoveryCode(folder, 'A'.repeat(25))).toMatchObject({ error: { code: 'secret-wrong' } })
    expect(await unlockWithRecoveryCode(folder, '')).toMatchObject({ error: { code: 'secret-wrong' } })

    writeFileSync(join(folder, 'device.recovery'), 'nothing')
    expect(await unlockWithRecoveryCode(folder, 'A'.repeat(25))).toMatchObject({ error: { code: 'bad-file' } })
  })
})
