import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './find-chromium.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-browser-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = (name: string, mode: number): string => {
  const path = join(folder, name)
  writeFileSync(path, '')
  chmodSync(path, mode)
  return path
}

describe.skipIf(process.platform !== 'linux')('the browser to use', () => {
  it('is the one the machine was told to use', () => {
    const named = program('some-browser', 0o755)

    expect(findChromium({ HALL_CHROMIUM: named, PATH: '/usr/bin' })).toBe(named)
  })

  it('is never another one when the one named cannot be run', () => {
    expect(findChromium({ HALL_CHROMIUM: '/nowhere/chromium', PATH: '/usr/bin' })).toBeUndefined()
    expect(findChromium({ HALL_CHROMIUM: folder + '/none', PATH: folder })).toBeUndefined()
  })

  it('is otherwise found on the path, Chromium before Chrome before Edge', () => {
    program('microsoft-edge', 0o755)
    const chromium = program('chromium', 0o755)

    expect(findChromium({ PATH: folder })).toBe(chromium)
  })
})
