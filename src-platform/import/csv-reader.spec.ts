import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCsv } from './csv-reader.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-csv-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const manyRows = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `${from + i},管道,good`)

/** The lines of the rows that were handed out, and what ended the file. */
async function readAll(text: string): Promise<{ readonly lines: number[]; readonly refused: string[]; readonly end: string }> {
  const path = join(folder, 'a.csv')
  await writeFile(path, text)
  const lines: number[] = []
  const refused: string[] = []
  try {
    for await (const item of readCsv(path, { encoding: 'utf-8', delimiter: ',', needed: new Map([['id', 'id']]) })) {
      if (item.ok) lines.push(item.row.line)
      else refused.push(`${item.line} ${item.error.code}`)
    }
    return { lines, refused, end: '' }
  } catch (error) {
    return { lines, refused, end: String(error).replace(path, 'FILE') }
  }
}

describe('a quote that is never closed', () => {
  it('ends the import with the line on which its row begins, behind all rows before it', async () => {
    const { lines, refused, end } = await readAll(
      ['id,what,note', ...manyRows(2, 4_998), '5000,"12寸管,bad', ...manyRows(5_001, 3_000)].join('\n'),
    )

    expect(lines.length).toBe(4_998)
    expect(lines.at(-1)).toBe(4_999)
    expect(refused).toEqual([])
    expect(end).toMatch(/bad-file.*FILE: 从第 5000 行开始的记录没有结束.*\/ the row that begins on line 5000 has no end/)
    expect(end).toContain('Nothing from that line on was read')
  })

  it.each([
    ['with more behind it than is held of one row', `3,"12寸管,bad\n${'4,管道,good\n'.repeat(1_500_000)}`],
    ['closed again far down, with good rows behind', `3,"${'长'.repeat(12_000_000)}",bad\n4,管道,good\n`],
    ['or without any, in a row beyond all bounds', `3,${'长'.repeat(12_000_000)},bad\n4,管道,good\n`],
  ])('%s ends it all the same', async (_, rest) => {
    const { lines, refused, end } = await readAll(`id,what,note\n2,管道,good\n${rest}`)

    expect([lines, refused]).toEqual([[2], []])
    expect(end).toMatch(/bad-file.*the row that begins on line 3 is over 16 MB/)
  })

  it('is named by its own line behind empty lines and line breaks of two characters within cells', async () => {
    const { lines, end } = await readAll('id,what,note\r\n2,"a\r\nb",good\r\n\r\n5,c,good\r\n\r\n7,"d,bad\r\n8,e,good\r\n')

    expect(lines).toEqual([3, 5])
    expect(end).toContain('the row that begins on line 7 ')
  })

  it('in the header leaves nothing to read', async () => {
    expect((await readAll('id,"what,note\n2,a,b\n')).end).toContain('the row that begins on line 1 ')
  })
})
