import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { takeLauncherLock } from './launcher-lock.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-lock-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the lock of a data folder', () => {
  it('goes to one, and to the next when it is released', () => {
    const first = unwrap(takeLauncherLock(folder))
    const second = takeLauncherLock(folder)

    first.release()
    const third = takeLauncherLock(folder)

    expect(second).toEqual({ ok: false, error: { code: 'already-running', detail: `pid ${String(process.pid)}` } })
    expect(third.ok).toBe(true)
    expect(readdirSync(folder)).toEqual(['launcher.lock.2'])
  })

  it.each([
    ['of a process that is no more', JSON.stringify({ pid: 4_194_303, started: 'boot:1' })],
    ['of a process whose number is another’s now', JSON.stringify({ pid: process.pid, started: 'boot:1' })],
    ['left empty by a power cut', ''],
    ['with something else in it', '{"pid":"all"}'],
  ])('is no obstacle when it is one %s', (_name, text) => {
    writeFileSync(join(folder, 'launcher.lock.7'), text)

    const taken = takeLauncherLock(folder)

    expect(taken.ok).toBe(true)
    expect(readdirSync(folder)).toEqual(['launcher.lock.8'])
  })

  it('may be released twice, and after its folder is gone', () => {
    const lock = unwrap(takeLauncherLock(folder))
    lock.release()
    rmSync(folder, { recursive: true })

    expect(() => {
      lock.release()
    }).not.toThrow()
  })
})
