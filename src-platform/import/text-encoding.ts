// What a foreign file is written in. A wrong guess does not fail by itself: it fills the hall with words that nobody can read.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse, RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { signOf } from './file-signs.ts'
import { checkInputFile, refuseIo } from './input-file.ts'

export const encodings = ['utf-8', 'utf-16le', 'gb18030', 'big5', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

/** So many Chinese characters of UTF-8 do not stand in text of another encoding by chance. */
const NO_CHANCE = 8
/** What is looked at to know an encoding; a whole file may be hundreds of megabytes. */
const HEAD_BYTES = 64 * 1024

/** The text piece by piece. Throws `RefusalError` (`bad-file`) where the file is written in something else. */
export async function* decodedPieces(
  path: string,
  encoding: Encoding,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let isFirst = true
  for await (const chunk of createReadStream(path)) {
    if (!Buffer.isBuffer(chunk)) continue
    if (isFirst) refuseOther(path, chunk, encoding)
    isFirst = false
    onBytes?.(chunk.length)
    yield decoded(path, encoding, () => decoder.decode(chunk, { stream: true }))
  }
  yield decoded(path, encoding, () => decoder.decode())
}

/** Reads a text through once, so that one that breaks off halfway is refused before anything of it is sent. */
export async function checkEncoding(path: string, encoding: Encoding): Promise<Result<null>> {
  let line = 1
  try {
    for await (const piece of decodedPieces(path, encoding)) line += piece.split('\n').length - 1
    return ok(null)
  } catch (error) {
    if (!(error instanceof RefusalError)) return refuseIo(path, error)
    const { code, detail } = error.refusal
    return refuse(code, line === 1 ? detail : `${detail ?? path} (behind line ${line}; nothing has been sent)`)
  }
}

/** A whole file of JSON within the size bound; refused with `otherwise` where it is something else. */
export async function readJson(path: string, maxMiB: number, otherwise: ErrorCode): Promise<Result<unknown>> {
  const fits = await checkInputFile(path, maxMiB)
  if (!fits.ok) return fits
  const text = await readUtf8(path)
  if (!text.ok) return text
  try {
    return ok(JSON.parse(text.value))
  } catch (error) {
    return refuse(otherwise, `${path}: not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A whole file that must be UTF-8, without its byte order mark. */
export async function readUtf8(path: string): Promise<Result<string>> {
  try {
    const bytes = await readFile(path)
    refuseOther(path, bytes, 'utf-8')
    return ok(decoded(path, 'utf-8', () => new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (error) {
    return error instanceof RefusalError ? { ok: false, error: error.refusal } : refuseIo(path, error)
  }
}

function decoded(path: string, encoding: Encoding, decode: () => string): string {
  try {
    return decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw notIn(path, `it is not ${encoding}`, 'gb18030')
  }
}

function refuseOther(path: string, head: Buffer, encoding: Encoding): void {
  const sign = signOf(head)
  if (sign !== null) throw new RefusalError({ code: 'bad-file', detail: `${path}: ${sign}` })
  const is = encodingOf(head)
  if (is === null || is === encoding) return
  throw notIn(path, `it is ${is}, not ${encoding}`, is)
}

function notIn(path: string, what: string, perhaps: Encoding): RefusalError {
  const detail = `${path}: ${what}; save it as UTF-8, or (CSV) name its encoding in the profile (encoding: "${perhaps}")`
  return new RefusalError({ code: 'bad-file', detail })
}

/** What a file says itself, or what it can only be by its bytes; null for what could be anything. */
function encodingOf(head: Buffer): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  // What is looked at may end within a character, which the stream holds back.
  const text = new TextDecoder('utf-8').decode(head.subarray(0, HEAD_BYTES), { stream: true })
  if (text.includes('\uFFFD')) return null
  const chinese = /[\u4e00-\u9fff]/g
  let count = 0
  while (count < NO_CHANCE && chinese.test(text)) count += 1
  return count >= NO_CHANCE ? 'utf-8' : null
}
