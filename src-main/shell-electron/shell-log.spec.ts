import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { ShellLog } from './shell-log.ts'

describe('the shell’s log', () => {
  it('keeps what was said before the data folder was known', () => {
    const [log, folder] = [new ShellLog(), aDataFolder()]

    log.warn('早')
    log.openIn(folder)
    log.warn('later')

    const lines = readFileSync(join(folder, 'shell.log'), 'utf8').trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { what: string }).what)).toEqual(['早', 'later'])
  })

  it('takes a bounded part of the disk, however often a fault comes', () => {
    const [log, folder] = [new ShellLog(), aDataFolder()]
    log.openIn(folder)

    for (let k = 0; k < 200; k += 1) log.warn(`${String(k)} ${'x'.repeat(100_000)}`)

    const bytes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(9_000_000)
    expect(readFileSync(join(folder, 'shell.log'), 'utf8')).toContain('199 xxx')
  })
})
