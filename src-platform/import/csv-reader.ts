// Foreign CSV as a stream of rows: quotes, CRLF, byte order mark, encodings; a broken row is reported and skipped.
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import type { Parser } from 'csv-parse'
import { z } from '#shared/kernel/zod.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { refuseIo } from './input-file.ts'
import { decodedPieces } from './text-encoding.ts'
import type { Encoding } from './text-encoding.ts'

export interface CsvRow {
  /** Line of the file on which the row ends, from 1. */
  readonly line: number
  /** The trimmed cell; empty for a column the file has not. */
  readonly cell: (column: string) => string
}

export type CsvItem =
  { readonly ok: true; readonly row: CsvRow } | { readonly ok: false; readonly line: number; readonly error: Refusal }

export interface CsvOptions {
  readonly encoding: Encoding
  readonly delimiter: string
  /** Columns without which the file is not the one the profile speaks of, with the member naming each. */
  readonly needed: ReadonlyMap<string, string>
  readonly onBytes?: (bytes: number) => void
}

const MAX_ROW_CHARS = 1_000_000
/** Where reading a row is given up: a quote that is never closed must not fill the memory. */
const MAX_READ_BYTES = 16_000_000
const Parsed = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number(), empty_lines: z.number() }) })

/**
 * Throws {@link RefusalError} when the file as a whole cannot be read, and behind the last good row when the next one has no
 * end: the rows that a quote left open has swallowed cannot be told from its text. Other rows are refused as items.
 */
export async function* readCsv(path: string, options: CsvOptions): AsyncGenerator<CsvItem> {
  // Kept aside: a failure of the parser would throw away the rows that are read and not yet handed out.
  const endless: CsvError[] = []
  const isOver = (): boolean => endless.length > 0
  const parser = openParser(options.delimiter, isOver).on('skip', (error: CsvError) => endless.push(error))
  const pieces = piecesUntil(isOver, decodedPieces(path, options.encoding, options.onBytes))
  // Its failure is kept as a value: it may come while the loop below still hands out rows.
  const feeding = pipeline(pieces, parser).then(() => null, toError)
  let header: Header | null = null
  let before = { line: 0, emptyLines: 0 }
  let countedTwice = 0
  try {
    for await (const item of parser) {
      const { record, info } = Parsed.parse(item)
      countedTwice += pairsIn(record)
      const line = info.lines - countedTwice
      if (header === null) header = readHeader(path, record, options)
      else yield toItem(header, record, before.line + 1, line)
      before = { line, emptyLines: info.empty_lines }
    }
    const failure = await feeding
    if (failure !== null) throw failure
  } catch (error) {
    parser.destroy()
    throw fileError(path, error)
  }
  if (endless[0] !== undefined) throw endlessRow(path, endless[0], before)
  if (header === null) throw new RefusalError({ code: 'bad-file', detail: `${path}: no header row` })
}

function openParser(delimiter: string, isOver: () => boolean): Parser {
  return parse({
    bom: true,
    delimiter,
    // All three at once: a file put together from several would otherwise be one long row.
    record_delimiter: ['\r\n', '\n', '\r'],
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // A quote within a cell is text; refusing it would cost the rows behind it too.
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: MAX_READ_BYTES,
    on_record: (record: string[]) => (isOver() ? null : record),
  })
}

async function* piecesUntil(isOver: () => boolean, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) {
    if (isOver()) return
    yield piece
  }
}

/** Line breaks of two characters within cells: the parser counts each as two lines. */
const pairsIn = (record: readonly string[]): number =>
  record.reduce((sum, cell) => (cell.includes('\r\n') ? sum + cell.split('\r\n').length - 1 : sum), 0)

function endlessRow(path: string, error: CsvError, before: { readonly line: number; readonly emptyLines: number }): RefusalError {
  const line = before.line + 1 + Number(error['empty_lines']) - before.emptyLines
  const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED'
  const size = `${MAX_READ_BYTES / 1_000_000} MB`
  const zh = isOpen ? '没有结束：有一个引号没有配对。' : `超过 ${size}：是否有引号没有配对？`
  const en = isOpen ? 'has no end, for a quote of it is left open.' : `is over ${size}; is a quote of it left open?`
  return new RefusalError({
    code: 'bad-file',
    detail:
      `${path}: 从第 ${line} 行开始的记录${zh} 该行及其后均未读入 / ` +
      `the row that begins on line ${line} ${en} Nothing from that line on was read`,
  })
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

interface Header {
  /** Where each column stands. */
  readonly places: ReadonlyMap<string, number>
  /** Cells a row must have, and those it may have words in. */
  readonly least: number
  readonly most: number
  readonly names: readonly string[]
}

function readHeader(path: string, cells: readonly string[], { needed, delimiter }: CsvOptions): Header {
  const names = cells.map((cell) => cell.trim())
  const places = new Map<string, number>()
  for (const [index, name] of names.entries()) {
    if (!places.has(name)) places.set(name, index)
    else if (needed.has(name))
      throw new RefusalError({ code: 'bad-file', detail: `${path}: the header has the column "${name}" twice` })
  }
  const missing = [...needed].filter(([column]) => !places.has(column)).map(([column, member]) => `"${column}" (${member})`)
  if (missing.length === 0) return { places, least: names.findLastIndex((name) => name !== '') + 1, most: names.length, names }
  throw new RefusalError({
    code: 'bad-file',
    detail: `${path}: the header has no column ${missing.slice(0, 5).join(', ')}${hintOf(names, delimiter)}`,
  })
}

/** What a header that fits nothing looks like. */
function hintOf([first = '', ...more]: readonly string[], delimiter: string): string {
  if (/^sep=/i.test(first)) return '; its first line is a note of a spreadsheet (sep=): take it away'
  if (first.startsWith('<')) return '; it is a page (HTML or XML), not CSV'
  const other = [',', ';', '\t', '|'].find((one) => one !== delimiter && first.includes(one))
  if (more.length > 0 || other === undefined) return ''
  return `; its cells are divided by ${JSON.stringify(other)}: say so in the profile (delimiter)`
}

/** What a spreadsheet was told to leave alone: ="0123", '0123. */
function plain(cell: string): string {
  const [, formula, marked] = /^(?:="([^"]*)"|'(\d+))$/.exec(cell) ?? []
  return formula ?? marked ?? cell
}

function toItem(header: Header, record: readonly string[], from: number, line: number): CsvItem {
  const { places, least, most } = header
  const tooLong = longestOf(header, record)
  if (tooLong !== null) return { ok: false, line, error: { code: 'too-large', detail: tooLong } }
  // Empty cells at the end of a row are what spreadsheets leave; words there belong to columns that nobody has named.
  if (record.length < least || record.slice(most).some((cell) => cell.trim() !== '')) {
    const open = line > from ? `; is a quote of line ${from} left open?` : ''
    return {
      ok: false,
      line,
      error: { code: 'bad-request', detail: `${record.length} cells, the header has ${most}${open}` },
    }
  }
  return { ok: true, row: { line, cell: (column) => plain(record[places.get(column) ?? -1]?.trim() ?? '') } }
}

/** The longest cell of a row that is too long, by its column. */
function longestOf({ names }: Header, record: readonly string[]): string | null {
  if (record.reduce((sum, { length }) => sum + length, 0) <= MAX_ROW_CHARS) return null
  const length = Math.max(...record.slice(0, names.length).map((cell) => cell.length))
  const index = record.findIndex((cell) => cell.length === length)
  return `column "${names[index] ?? String(index + 1)}": ${length} characters; a row has at most ${MAX_ROW_CHARS}`
}

function fileError(path: string, error: unknown): Error {
  if (error instanceof RefusalError) return error
  if (error instanceof CsvError) return new RefusalError({ code: 'bad-file', detail: `${path}: ${error.message.slice(0, 300)}` })
  const refused = refuseIo(path, error)
  return refused.ok ? new Error(String(error)) : new RefusalError(refused.error)
}
