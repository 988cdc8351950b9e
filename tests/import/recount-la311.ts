// A plain recount of the Los Angeles requests, independent of the importer: its own way through the CSV, no time zones, no
// zones, no profile. node tests/import/recount-la311.ts FILE.csv prints, per agency, what the hall must show after the import.
import { readFileSync } from 'node:fs'

export interface AgencyCount {
  total: number
  closed: number
  /** Closed and not after the promise; without a promise nothing is on time. */
  onTime: number
}

/** Cells of a CSV text, by RFC 4180. */
export function* cellsOf(text: string): Generator<string[]> {
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1) yield row
    row = []
  }
}

/** `12/31/2018 11:55:30 PM` as a number that sorts by wall time: 20181231235530. */
export function wallTime(text: string): number {
  const [, month, day, year, hour, minute, second, half] =
    /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d) ([AP]M)$/.exec(text) ?? []
  if (year === undefined) return Number.NaN
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0)
  return Number(`${year}${month}${day}${String(hours).padStart(2, '0')}${minute}${second}`)
}

/**
 * Per agency, without the requests that cannot be true: those closed before they were made. `isWanted` is asked for the wall time
 * of making.
 */
export function recount(path: string, isWanted: (createdAt: number) => boolean = () => true): Map<string, AgencyCount> {
  const [header = [], ...rows] = cellsOf(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  const agencies = new Map<string, AgencyCount>()
  for (const row of rows) {
    const value = (column: string): string => row[header.indexOf(column)] ?? ''
    const closed = wallTime(value('ClosedDate'))
    if (closed < wallTime(value('CreatedDate')) || !isWanted(wallTime(value('CreatedDate')))) continue
    const count = agencies.get(value('Owner')) ?? { total: 0, closed: 0, onTime: 0 }
    agencies.set(value('Owner'), count)
    count.total += 1
    if (value('Status') !== 'Closed') continue
    count.closed += 1
    if (closed <= wallTime(value('ServiceDate'))) count.onTime += 1
  }
  return agencies
}

if (import.meta.main) {
  const [path] = process.argv.slice(2)
  if (path === undefined) throw new Error('recount-la311.ts FILE.csv')
  for (const [agency, { total, closed, onTime }] of recount(path)) {
    process.stdout.write(`${agency}: ${total} requests, ${closed} closed, ${onTime} on time\n`)
  }
}
