import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { prepareDataDir } from './data-dir.ts'
import type { HallPaths } from './data-dir.ts'
import { parseHallOptions } from './options.ts'
import { refuseDisk, tryWritePrivateFile } from './private-file.ts'
import { openMemory } from './remembered.ts'
import { RunningRecord } from './running-record.ts'
import { fileDeviceKey, webSecret } from './secrets.ts'

let paths: HallPaths
beforeEach(() => {
  paths = unwrap(prepareDataDir(mkdtempSync(join(tmpdir(), 'hall-disk-'))))
})
afterEach(() => {
  rmSync(paths.base, { recursive: true, force: true })
})

const options = () => unwrap(parseHallOptions(['--data-dir', paths.base], {}))
/** A disk on which no file can be made, for whoever writes: the folder is gone. */
const withoutDisk = (): HallPaths => ({ ...paths, running: join(paths.base, 'gone', 'running.json') })

describe('a shell on a disk that takes nothing more', () => {
  it('is told so as a refusal, not as an error', () => {
    const written = tryWritePrivateFile(join(paths.base, 'gone', 'x'), 'x')

    expect(written).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
  })

  it('calls a full disk a full disk, and lets faults of our own through', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })

    expect(refuseDisk(full, '/d')).toMatchObject({ ok: false, error: { code: 'disk-full', detail: 'ENOSPC /d' } })
    expect(() => refuseDisk(new TypeError('ours'), '/d')).toThrow('ours')
  })

  it('goes on keeping account of its processes', () => {
    const record = new RunningRecord(withoutDisk())

    expect(() => {
      record.add('host', process.pid, [])
      record.remove('host')
    }).not.toThrow()
  })

  it('goes by what it could not write down, and writes it down with the next change', () => {
    const memory = unwrap(openMemory(paths, options()))
    rmSync(paths.base, { recursive: true })

    const refused = memory.set({ webPort: 4_000 })
    unwrap(prepareDataDir(paths.base))
    const written = memory.set({ webPort: 4_000 })

    expect([refused.ok, memory.now.webPort, written.ok]).toEqual([false, 4_000, true])
    expect(readFileSync(paths.remembered, 'utf8')).toContain('4000')
  })
})

describe('a data folder', () => {
  it('is refused in words, and left as it is, where a file stands', () => {
    const file = join(paths.base, 'file')
    writeFileSync(file, 'mine', { mode: 0o644 })

    expect(prepareDataDir(file)).toMatchObject({ ok: false, error: { code: 'data-dir-unusable' } })
    expect(prepareDataDir(join(file, 'below'))).toMatchObject({ ok: false, error: { code: 'data-dir-unusable' } })
    expect(statSync(file).mode & 0o777).toBe(0o644)
  })

  it.runIf(process.platform === 'linux')('is refused, not waited for, where no folder can be made', () => {
    expect(prepareDataDir('/proc/wanmi-hall')).toMatchObject({ ok: false, error: { code: 'data-dir-unusable' } })
  })
})

describe('what a start remembers', () => {
  it.each(['', '{"seat":', '[]', '{"seat":"1"}'])(
    'is never guessed when it is damaged (%j), and the next step is said',
    (text) => {
      writeFileSync(paths.remembered, text)

      expect(openMemory(paths, options())).toMatchObject({ ok: false, error: { code: 'remembered-damaged' } })
    },
  )

  it('is named whole in the next step: seat, platform and whose word the platform’s certificate has', () => {
    const { nextZh, nextEn } = errorCatalogue['remembered-damaged']

    for (const option of ['--seat', '--platform-url', '--platform-ca'])
      expect([nextZh.includes(option), nextEn.includes(option)], option).toEqual([true, true])
  })
})

describe('keys of a machine', () => {
  it('lose nothing by a damaged window secret: windows are opened again', () => {
    const before = unwrap(webSecret(paths))
    writeFileSync(join(paths.secrets, 'web.key'), 'torn')

    const after = unwrap(webSecret(paths))

    expect([before.length, after.length]).toEqual([32, 32])
    expect(unwrap(webSecret(paths))).toEqual(after)
  })

  it('are never made anew over a damaged device key: the credential hangs on it', () => {
    writeFileSync(join(paths.secrets, 'device.key'), 'torn')

    expect(fileDeviceKey(paths)).toMatchObject({ ok: false, error: { code: 'sealed-unreadable' } })
  })

  it('are never made anew where one has gone: only before the machine was enrolled', () => {
    const made = unwrap(fileDeviceKey(paths))
    writeFileSync(join(paths.seat, 'device.sealed'), 'sealed')
    rmSync(join(paths.secrets, 'device.key'))

    expect(made).toHaveLength(32)
    expect(fileDeviceKey(paths)).toMatchObject({ ok: false, error: { code: 'sealed-unreadable' } })
    expect(existsSync(join(paths.secrets, 'device.key'))).toBe(false)
  })
})
