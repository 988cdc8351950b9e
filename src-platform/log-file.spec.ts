import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LogFile } from './log-file.ts'

const MOST = 1_000
let folder: string
let path: string
const opened: LogFile[] = []
const open = (): LogFile => {
  const log = new LogFile(path, MOST)
  opened.push(log)
  return log
}
const lineOf = (n: number): string => `${JSON.stringify({ n, words: '拒绝' })}\n`
const linesIn = (file: string): string[] => readFileSync(file, 'utf8').split(/(?<=\n)/)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-log-'))
  path = join(folder, 'platform.log')
})
afterEach(() => {
  for (const log of opened.splice(0)) log.close()
  rmSync(folder, { recursive: true })
})

describe('the platform’s log', () => {
  it('stays bounded while it is written without end, keeps the newest lines whole, and only its owner may read it', () => {
    const log = open()

    for (let n = 0; n < 500; n += 1) log.write(lineOf(n))

    expect(readdirSync(folder).sort()).toEqual(['platform.log', 'platform.log.1'])
    for (const file of [path, `${path}.1`]) {
      expect(statSync(file).size).toBeLessThan(MOST + Buffer.byteLength(lineOf(500)))
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }
    const kept = [...linesIn(`${path}.1`), ...linesIn(path)]
    expect(kept).toEqual(kept.map((_, i) => lineOf(500 - kept.length + i)))
  })

  it('goes on in the file of the run before, and puts one aside that has grown too large', () => {
    writeFileSync(path, 'before\n')
    open().write(lineOf(1))
    const short = linesIn(path)
    writeFileSync(path, 'x'.repeat(MOST * 3))

    open().write(lineOf(2))

    expect(short).toEqual(['before\n', lineOf(1)])
    expect([statSync(`${path}.1`).size, linesIn(path)]).toEqual([MOST * 3, [lineOf(2)]])
  })

  it('loses nothing when a start that is refused has put it aside meanwhile', () => {
    const running = open()
    for (let n = 0; statSync(path).size < MOST; n += 1) running.write(lineOf(n))
    const before = linesIn(path)

    open().write(lineOf(1_000))
    running.write(lineOf(1_001))

    expect([linesIn(`${path}.1`), linesIn(path)]).toEqual([before, [lineOf(1_000), lineOf(1_001)]])
  })

  it('loses a line that the disk does not take, and nothing else', () => {
    const log = open()
    for (let n = 0; statSync(path).size < MOST; n += 1) log.write(lineOf(n))
    mkdirSync(`${path}.1`)
    const before = statSync(path).size

    log.write(lineOf(1))
    const refused = statSync(path).size
    rmSync(`${path}.1`, { recursive: true })
    log.write(lineOf(2))

    expect([refused, linesIn(path)]).toEqual([before, [lineOf(2)]])
  })

  it('says at the start where there can be none', () => {
    mkdirSync(path)

    expect(open).toThrow('EISDIR')
  })
})
