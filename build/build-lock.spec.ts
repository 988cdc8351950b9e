import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { underLock } from './build-lock.ts'

let folder = ''
let lock = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-lock-'))
  lock = join(folder, 'build.lock')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const readLock = (): Promise<string> => Promise.resolve(readFileSync(lock, 'utf8'))
const aMinuteAgo = (): Date => new Date(Date.now() - 60_000)

describe('the lock of a build', () => {
  it('holds the pid while the work is done, and is gone behind it', async () => {
    expect(await underLock(lock, readLock)).toEqual({ ok: true, value: String(process.pid) })
    expect(existsSync(lock)).toBe(false)
  })

  it('of a build that lives, or gets its pid this moment, is left alone', async () => {
    for (const holder of [String(process.pid), '']) {
      writeFileSync(lock, holder)

      expect(await underLock(lock, readLock, 1)).toMatchObject({ ok: false, why: expect.stringContaining('another build holds') as string })
      expect(readFileSync(lock, 'utf8')).toBe(holder)
    }
  })

  it('that never got its pid does not stop later builds', async () => {
    writeFileSync(lock, '')
    utimesSync(lock, aMinuteAgo(), aMinuteAgo())

    expect(await underLock(lock, readLock, 2)).toEqual({ ok: true, value: String(process.pid) })
  })

  it('of a build that was killed does not stop later builds', async () => {
    writeFileSync(lock, String(spawnSync(process.execPath, ['--version']).pid))

    expect(await underLock(lock, readLock, 2)).toEqual({ ok: true, value: String(process.pid) })
  })

  it('that cannot be made is said in words', async () => {
    writeFileSync(join(folder, 'file'), '')

    const refused = await underLock(join(folder, 'file', 'build.lock'), readLock)

    expect(refused).toMatchObject({ ok: false, why: expect.stringMatching(/EEXIST|ENOTDIR/) as string })
  })

  it('is gone too when the disk refuses the work, and a fault of ours is still thrown', async () => {
    expect(await underLock(lock, async () => writeFileSync(join(folder, 'none', 'x'), await readLock()))).toMatchObject({
      ok: false,
      why: expect.stringContaining('ENOENT') as string,
    })
    expect(existsSync(lock)).toBe(false)
    await expect(underLock(lock, () => Promise.reject(new TypeError('ours')))).rejects.toThrow('ours')
  })

  it.skipIf(process.platform === 'win32')('whose pid finds no room is taken away again', () => {
    const words = `const { underLock } = await import(${JSON.stringify(import.meta.resolve('./build-lock.ts'))})
      console.log(JSON.stringify(await underLock(${JSON.stringify(lock)}, () => Promise.resolve(1))))`

    // No file may get a byte: the same as a full disk, for this process alone.
    const command = ['-c', 'ulimit -f 0 && exec "$0" "$@"', process.execPath, '--input-type=module', '--eval', words]
    const { stdout, stderr } = spawnSync('sh', command, { encoding: 'utf8' })

    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, why: expect.stringContaining('EFBIG') as string })
    expect(existsSync(lock)).toBe(false)
  })
})
