// The same cases in a plain table, as somebody without kept sums would count them: SQLite, and DuckDB where it is installed
// (`npm i --no-save @duckdb/node-api`; it is no dependency of the project).
import Database from 'better-sqlite3'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { factFlags, settledCodes } from '#main/db-worker/cache/fact-row.ts'

export interface Wanted {
  /** Months 'YYYY-MM', both included. */
  readonly from: string
  readonly to: string
  /** Beginning of class codes and source, or every case. */
  readonly narrowed: { readonly classes: string; readonly source: string } | null
  readonly now: number
}

/** "department month": the twelve counts. */
export type Matrix = ReadonlyMap<string, readonly number[]>

export interface Peer {
  readonly name: string
  readonly count: (wanted: Wanted) => Promise<Matrix> | Matrix
  readonly close: () => void
}

const code = (name: (typeof settledCodes)[number]): string => String(settledCodes.indexOf(name))

/** In the order in which ours are compared with them. */
const sums = [
  'count(*)',
  ...(['closed-on-time', 'closed-late', 'on-account', 'exempt', 'no-limit', 'voided'] as const).map((name) =>
    one(`settled = ${code(name)}`),
  ),
  one(`settled = ${code('open')} AND due_at < $now`),
  ...[factFlags.reworked, factFlags.returned, factFlags.urgent, factFlags.public].map((flag) =>
    one(`(flags & ${String(flag)}) <> 0`),
  ),
]

function one(condition: string): string {
  return `coalesce(sum(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`
}

/** `month` as SQL; `filed_at` are milliseconds. */
function question(month: string, narrowed: Wanted['narrowed']): string {
  const filter = narrowed === null ? '' : "AND class_code LIKE $classes || '%' AND source = $source"
  return `
    SELECT department, ${month} AS month, ${sums.map((sum, i) => `${sum} AS n${String(i)}`).join(', ')}
    FROM peer WHERE filed_at IS NOT NULL AND ${month} BETWEEN $from AND $to ${filter} GROUP BY 1, 2
  `
}

function matrixOf(lines: readonly Readonly<Record<string, unknown>>[]): Matrix {
  return new Map(
    lines.map((line) => [
      `${String(line['department'])} ${String(line['month'])}`,
      sums.map((_, i) => Number(line[`n${String(i)}`])),
    ]),
  )
}

function paramsOf({ from, to, now, narrowed }: Wanted): Record<string, string | number> {
  return { from, to, now, ...(narrowed ?? {}) }
}

/** Takes the columns out of a prepared seat's cache. */
export function sqlitePeer(dataDir: string, scratch: string): Peer {
  const db = new Database(join(scratch, 'peer.db'))
  db.exec(`ATTACH '${cacheFile(dataDir)}' AS cache`)
  db.exec(`CREATE TABLE peer AS SELECT coalesce(c.department, '') AS department, c.filed_at, c.class_code, c.source, f.settled, f.flags, f.due_at
    FROM cache."case" c JOIN cache.case_fact f ON f.rid = c.rid; DETACH cache`)
  const month = "strftime('%Y-%m', filed_at / 1000 + 28800, 'unixepoch')"
  return {
    name: 'SQLite, naive',
    count: (wanted) =>
      matrixOf(db.prepare<[object], Record<string, unknown>>(question(month, wanted.narrowed)).all(paramsOf(wanted))),
    close: () => db.close(),
  }
}

interface DuckConnection {
  run(sql: string, params?: object): Promise<unknown>
  runAndReadAll(sql: string, params?: object): Promise<{ getRowObjects(): Record<string, unknown>[] }>
  closeSync(): void
}

/** Two threads, as the machine has cores; undefined when it is not installed. */
export async function duckPeer(scratch: string): Promise<Peer | undefined> {
  const name = '@duckdb/node-api'
  let api: { DuckDBInstance: { create(path: string, options: object): Promise<{ connect(): Promise<DuckConnection> }> } }
  try {
    api = (await import(name)) as typeof api
  } catch {
    return undefined
  }
  const csv = join(scratch, 'peer.csv')
  const source = new Database(join(scratch, 'peer.db'), { readonly: true })
  const lines = source.prepare('SELECT * FROM peer').raw().all() as (string | number | null)[][]
  source.close()
  writeFileSync(csv, lines.map((line) => line.map((cell) => cell ?? '').join()).join('\n'))
  const connection = await (await api.DuckDBInstance.create(':memory:', { threads: '2' })).connect()
  await connection.run(`CREATE TABLE peer AS SELECT coalesce(department, '') AS department, * EXCLUDE (department) FROM read_csv('${csv}', header = false,
    columns = {department: 'VARCHAR', filed_at: 'BIGINT', class_code: 'VARCHAR', source: 'VARCHAR', settled: 'INT', flags: 'INT', due_at: 'BIGINT'})`)
  const month = "strftime(make_timestamp((filed_at + 28800000) * 1000), '%Y-%m')"
  return {
    name: 'DuckDB, 2 threads',
    count: async (wanted) =>
      matrixOf((await connection.runAndReadAll(question(month, wanted.narrowed), paramsOf(wanted))).getRowObjects()),
    close: () => connection.closeSync(),
  }
}
