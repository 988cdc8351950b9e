import { fill } from './template.ts'
import type { CsvRow } from './csv-reader.ts'

/** A filled template without control characters; cut, and flagged so, to what the row holds. */
export function textOf(template: string, row: CsvRow, length: number, flags: Set<string>): string {
  const text = fill(template, (column) => row.cell(column).replace(/[\p{Cc}\p{Cs}]+/gu, ' '))
  if (text.length <= length) return text
  flags.add('text-cut')
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
