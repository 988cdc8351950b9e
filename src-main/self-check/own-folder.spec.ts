import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { makeOwnFolder } from './own-folder.ts'

const NOW = 1_800_000_000_000

function leftIn(parent: string, name: string, agoMinutes: number): string {
  const folder = join(parent, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'check.db'), 'x')
  const at = (NOW - agoMinutes * 60_000) / 1_000
  utimesSync(folder, at, at)
  return folder
}

describe('the folder of a self-check', () => {
  it('is new and empty, and takes along what killed checks have left, and nothing else', async () => {
    const parent = aDataFolder()
    const left = (name: string, agoMinutes: number): string => leftIn(parent, name, agoMinutes)
    const stale = left('wanmi-self-check-aaaaaa', 61)
    const [running, strange] = [left('wanmi-self-check-bbbbbb', 59), left('wanmi-hall', 10_000)]
    const kept = left('kept', 10_000)
    symlinkSync(kept, join(parent, 'wanmi-self-check-cccccc'))
    writeFileSync(join(parent, 'wanmi-self-check-dddddd'), 'a file')

    const folder = await makeOwnFolder(parent, NOW)

    expect(basename(folder)).toMatch(/^wanmi-self-check-.{6}$/)
    expect(readdirSync(folder)).toEqual([])
    expect([stale, running, strange, join(kept, 'check.db'), join(parent, 'wanmi-self-check-dddddd')].map((path) => existsSync(path))).toEqual(
      [false, true, true, true, true],
    )
  })
})
