import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodedPieces, readUtf8 } from './text-encoding.ts'
import type { Encoding } from './text-encoding.ts'

const runFile = promisify(execFile)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-text-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const words = '城关镇人民路暴露垃圾'
/** 城关镇人民路 in GB18030. */
const gbk = Buffer.from([0xb3, 0xc7, 0xb9, 0xd8, 0xd5, 0xf2, 0xc8, 0xcb, 0xc3, 0xf1, 0xc2, 0xb7])

async function read(bytes: Buffer | string, encoding: Encoding): Promise<string> {
  const path = join(folder, 'a.txt')
  await writeFile(path, bytes)
  let text = ''
  for await (const piece of decodedPieces(path, encoding)) text += piece
  return text
}

async function readWhole(bytes: Buffer | string): Promise<string> {
  const path = join(folder, 'whole.txt')
  await writeFile(path, bytes)
  const text = await readUtf8(path)
  return text.ok ? text.value : `${text.error.code}: ${(text.error.detail ?? '').replace(path, 'FILE')}`
}

describe('a foreign text', () => {
  it('is read in the encoding its profile names, without its byte order mark', async () => {
    expect(await read(`\uFEFF${words}`, 'utf-8')).toBe(words)
    expect(await read(Buffer.from(`\uFEFF${words}`, 'utf16le'), 'utf-16le')).toBe(words)
    expect(await read(gbk, 'gb18030')).toBe('城关镇人民路')
  })

  it.each([
    ['GB18030 called UTF-8', gbk, 'utf-8', /it is not utf-8/],
    ['UTF-16 called UTF-8', Buffer.from(`\uFEFF${words}`, 'utf16le'), 'utf-8', /it is utf-16le, not utf-8/],
    ['UTF-8 called GB18030', Buffer.from(words), 'gb18030', /it is utf-8, not gb18030/],
    ['UTF-8 with its mark called windows-1252', Buffer.from('\uFEFFa'), 'windows-1252', /it is utf-8, not windows-1252/],
    ['UTF-8 cut within a character', Buffer.from(words).subarray(0, -1), 'utf-8', /it is not utf-8/],
  ] as const)('is refused, never guessed: %s', async (_, bytes, encoding, why) => {
    await expect(read(bytes, encoding)).rejects.toThrow(why)
  })

  it('that must be UTF-8 is never read with its words destroyed', async () => {
    expect(await readWhole(`\uFEFF${words}`)).toBe(words)
    expect(await readWhole(gbk)).toContain('bad-file: FILE: it is not utf-8')
    expect(await readWhole(Buffer.from(`\uFEFF${words}`, 'utf16le'))).toContain('bad-file: FILE: it is utf-16le')
  })

  it('full of Chinese needs no more memory than itself', async () => {
    const path = join(folder, 'large.geojson')
    await writeFile(path, words.repeat(1_500_000))
    const reader = `const { readUtf8 } = await import(${JSON.stringify(import.meta.resolve('./text-encoding.ts'))})
      console.log((await readUtf8(${JSON.stringify(path)})).value.length)`

    const { stdout } = await runFile(process.execPath, ['--max-old-space-size=160', '--input-type=module', '--eval', reader])

    expect(stdout.trim()).toBe(String(words.length * 1_500_000))
  })

  it('whose first piece ends within a character is known all the same', async () => {
    const text = `a${words.repeat(6_000)}`

    expect(await readWhole(text)).toBe(text)
    await expect(read(text, 'gb18030')).rejects.toThrow(/it is utf-8, not gb18030/)
  })
})
