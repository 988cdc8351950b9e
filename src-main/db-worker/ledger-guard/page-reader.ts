// Reads the leaves of a SQLite file page by page, without SQLite: what stands behind a damaged page, schema or index is still
// found. The format is fixed for good: https://www.sqlite.org/fileformat2.html. Nothing read here is trusted; the marks decide.

import type { Pieces } from './safe-files.ts'

export type Value = string | number | bigint | Uint8Array | null

/** A row of some table: which one, only its shape tells. */
export interface FoundRow {
  readonly rowid: number
  readonly values: readonly Value[]
}

type PageOf = (n: number) => Buffer | undefined

const TABLE_LEAF = 0x0d
const WAL_HEADER = 32
const FRAME_HEADER = 24
/** More than any record of a ledger has; a length read out of damage must not eat the memory. */
const MOST_BYTES = 16 * 1024 * 1024

/** Every row on every table leaf of a file and of the log beside it, old versions too. */
export function* readRows(file: Pieces | null, wal: Pieces | null, pageSize = 4_096): Generator<FoundRow> {
  const inFile: PageOf = (n) => file?.read((n - 1) * pageSize, pageSize)
  const frames = framesOf(wal, pageSize)
  const inLog = (at: number | undefined): Buffer | undefined => (at === undefined ? undefined : wal?.read(at, pageSize))
  // The newest frame of a page counts where a row goes on on other pages.
  const newest = new Map(frames.map(({ n, at }) => [n, at]))
  const pageOf: PageOf = (n) => inLog(newest.get(n)) ?? inFile(n)
  for (let n = 1; n <= Math.ceil((file?.size ?? 0) / pageSize); n += 1) {
    const page = inFile(n)
    if (page === undefined) continue
    yield* leafRows(page, n === 1 ? 100 : 0, inFile)
    yield* leafRows(page, n === 1 ? 100 : 0, pageOf)
  }
  for (const { n, at } of frames) {
    const page = inLog(at)
    if (page !== undefined) yield* leafRows(page, n === 1 ? 100 : 0, pageOf)
  }
}

/** Which page each frame of the log is of, and where its bytes are. */
function framesOf(wal: Pieces | null, pageSize: number): { n: number; at: number }[] {
  const frames = []
  const size = wal?.size ?? 0
  for (let at = WAL_HEADER; at + FRAME_HEADER + pageSize <= size; at += FRAME_HEADER + pageSize) {
    const n = wal?.read(at, 4)?.readUInt32BE(0)
    if (n !== undefined) frames.push({ n, at: at + FRAME_HEADER })
  }
  return frames
}

function* leafRows(page: Buffer, header: number, pageOf: PageOf): Generator<FoundRow> {
  if (page[header] !== TABLE_LEAF) return
  const cells = Math.min(page.readUInt16BE(header + 3), (page.length - header - 8) >> 1)
  for (let i = 0; i < cells; i += 1) {
    const row = readCell(page, page.readUInt16BE(header + 8 + i * 2), pageOf)
    if (row !== null) yield row
  }
}

function readCell(page: Buffer, at: number, pageOf: PageOf): FoundRow | null {
  try {
    const size = varint(page, at)
    const rowid = varint(page, size.next)
    const payload = readPayload(page, rowid.next, size.value, pageOf)
    const values = payload === null ? null : readRecord(payload)
    return values === null ? null : { rowid: rowid.value, values }
  } catch (error) {
    // A length out of damage points beyond the page.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The rest of a long row stands on a chain of overflow pages. */
function readPayload(page: Buffer, at: number, size: number, pageOf: PageOf): Buffer | null {
  if (size < 0 || size > MOST_BYTES) return null
  const usable = page.length
  if (size <= usable - 35) return at + size <= usable ? page.subarray(at, at + size) : null
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const wanted = least + ((size - least) % (usable - 4))
  const local = wanted <= usable - 35 ? wanted : least
  const parts = [page.subarray(at, at + local)]
  let next = page.readUInt32BE(at + local)
  for (let left = size - local; left > 0; left -= usable - 4) {
    const overflow = pageOf(next)
    if (overflow === undefined) return null
    parts.push(overflow.subarray(4, 4 + Math.min(left, usable - 4)))
    next = overflow.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

function readRecord(payload: Buffer): Value[] | null {
  const head = varint(payload, 0)
  const values: Value[] = []
  let body = head.value
  for (let at = head.next; at < head.value;) {
    const type = varint(payload, at)
    at = type.next
    const [value, size] = readValue(payload, body, type.value)
    values.push(value)
    body += size
  }
  return body <= payload.length ? values : null
}

const intSizes = [0, 1, 2, 3, 4, 6, 8]

function readValue(payload: Buffer, at: number, type: number): [Value, number] {
  if (type === 0) return [null, 0]
  if (type === 8 || type === 9) return [type - 8, 0]
  const size = intSizes[type]
  if (size === 8) return [payload.readBigInt64BE(at), 8]
  if (size !== undefined) return [payload.readIntBE(at, size), size]
  if (type === 7) return [payload.readDoubleBE(at), 8]
  if (type < 12) throw new RangeError('reserved type')
  const length = (type - (type % 2 === 0 ? 12 : 13)) / 2
  const bytes = payload.subarray(at, at + length)
  if (bytes.length !== length) throw new RangeError('text ends too early')
  return [type % 2 === 0 ? bytes : bytes.toString('utf8'), length]
}

function varint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let i = 0; i < 8; i += 1) {
    const byte = bytes.readUInt8(at + i)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, next: at + i + 1 }
  }
  return { value: value * 256 + bytes.readUInt8(at + 8), next: at + 9 }
}
