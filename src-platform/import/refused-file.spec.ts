import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRefusedFile, safeCell } from './refused-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-refused-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the list of refused rows', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '|cmd'])(
    'holds no formula for a spreadsheet to run: %j',
    (text) => {
      expect(safeCell(text)).toMatch(/^"'/)
    },
  )

  it('keeps plain text plain and quotes quoted', () => {
    expect(safeCell('1-12626')).toBe('"1-12626"')
    expect(safeCell('a "b", c\r\nd')).toBe('"a ""b"", c d"')
  })

  it('names line, id, code and reason, and only its owner may read it', async () => {
    const file = await openRefusedFile(join(folder, 'x.csv'))

    await file.add({ line: 7, id: '=cmd' }, { code: 'bad-time', detail: 'Closed lies before Created' })
    await file.finish()

    const text = await readFile(file.path, 'utf8')
    expect(text.split('\r\n')[1]).toBe(
      '"7","\'=cmd","bad-time","时间不合理 / The time is not plausible: Closed lies before Created"',
    )
    expect((await stat(file.path)).mode & 0o777).toBe(0o600)
    expect(Object.fromEntries(file.counts)).toEqual({ 'bad-time': 1 })
  })
})
