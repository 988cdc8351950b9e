// The only import of the SQLite driver. A WriteDb passes as a ReadDb, never the reverse, and a ReadDb refuses to prepare
// anything that writes, so SQL cannot write by accident.
import Database from 'better-sqlite3'

export interface ReadStatement<Params extends unknown[], Row> {
  get(...params: Params): Row | undefined
  all(...params: Params): Row[]
  iterate(...params: Params): IterableIterator<Row>
}

export interface WriteStatement<Params extends unknown[]> {
  /** Number of rows changed. */
  run(...params: Params): number
}

export interface ReadDb {
  /** A statement that gives rows; kept for the life of the connection, so asking again costs nothing. */
  prepare<Params extends unknown[], Row>(sql: string): ReadStatement<Params, Row>
  /** The same for the first column of each row. */
  pluck<Params extends unknown[], Value>(sql: string): ReadStatement<Params, Value>
  /** Runs several reads on one snapshot of the file. */
  snapshot<T>(read: () => T): T
  close(): void
}

export interface WriteDb extends ReadDb {
  /** A statement that changes rows. */
  change<Params extends unknown[]>(sql: string): WriteStatement<Params>
  /** DDL and pragmas. */
  exec(sql: string): void
  /** All or nothing, taking the write lock at once; inside another one it becomes a savepoint. */
  transaction<T>(work: () => T): T
  /** Moves the log into the file and empties it. */
  checkpoint(): void
}

/** PRAGMA synchronous: an acknowledged commit survives a power cut. */
const FULL = 2
/** Waits so long for another process (a backup tool) before a write fails. */
const BUSY_TIMEOUT_MS = 5_000
/** The log is cut back to this after a checkpoint. */
const LOG_LIMIT_BYTES = 64 * 1024 * 1024

/** Pages a connection keeps in memory if it needs to; with SQLite's own 2 MB a large transaction writes pages several times. */
const CACHE_KIB = 32_000

export interface OpenOptions {
  /** Overwrites erased rows with zeros. */
  readonly secureDelete: boolean
}

/** Opens or makes a file for its one writer: WAL, FULL. Throws the driver's error; see storage-errors.ts. */
export function openForWriting(file: string, { secureDelete }: OpenOptions): WriteDb {
  const raw = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  return closingOnFailure(raw, () => {
    // FULL said explicitly on every connection: in WAL mode the driver's own default is NORMAL, which a power cut rolls back.
    raw.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
      PRAGMA secure_delete = ${secureDelete ? 'ON' : 'OFF'}; PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES};
      PRAGMA cache_size = -${CACHE_KIB}
    `)
    assertFull(raw)
    return writeDb(raw)
  })
}

/** Opens a file that its writer has made, for reading only. */
export function openForReading(file: string): ReadDb {
  const raw = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  return closingOnFailure(raw, () => {
    raw.exec(`PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -${CACHE_KIB}`)
    return readDb(raw)
  })
}

/**
 * Undoes what a process that ended has begun to write into a file that keeps no log yet. Whoever only reads such a file is
 * refused (SQLITE_READONLY_ROLLBACK).
 */
export function rollBack(file: string): void {
  const raw = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  try {
    raw.pragma('schema_version')
  } finally {
    raw.close()
  }
}

/**
 * Takes a file for this process until the returned function is called or the process is gone, however it ends: the operating
 * system keeps the lock. Throws SQLITE_BUSY at once when somebody else has it.
 */
export function lockFile(file: string): () => void {
  const raw = new Database(file, { timeout: 0 })
  return closingOnFailure(raw, () => {
    raw.pragma('journal_mode = MEMORY')
    raw.exec('BEGIN EXCLUSIVE')
    return () => raw.close()
  })
}

/** Writes a compact, consistent copy of a file into a new one while its writer goes on; it is not forced to the disk yet. */
export function copyInto(file: string, target: string): void {
  const raw = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  try {
    raw.prepare('VACUUM INTO ?').run(target)
  } finally {
    raw.close()
  }
}

function closingOnFailure<T>(raw: Database.Database, setUp: () => T): T {
  try {
    return setUp()
  } catch (error) {
    raw.close()
    throw error
  }
}

function assertFull(raw: Database.Database): void {
  const level: unknown = raw.pragma('synchronous', { simple: true })
  if (level !== FULL) throw new Error(`synchronous is ${String(level)}, not FULL`)
}

function readDb(raw: Database.Database): ReadDb {
  const rows = new Map<string, Database.Statement>()
  const values = new Map<string, Database.Statement>()
  const cached = (
    statements: Map<string, Database.Statement>,
    sql: string,
    make: () => Database.Statement,
  ): Database.Statement => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const made = make()
    if (!made.readonly) throw new Error(`a read must not write: ${sql}`)
    statements.set(sql, made)
    return made
  }
  // The driver cannot know the shape of rows: it is stated where the SQL is written.
  return {
    prepare: <P extends unknown[], R>(sql: string) => cached(rows, sql, () => raw.prepare(sql)) as unknown as ReadStatement<P, R>,
    pluck: <P extends unknown[], R>(sql: string) =>
      cached(values, sql, () => raw.prepare(sql).pluck()) as unknown as ReadStatement<P, R>,
    snapshot: (read) => raw.transaction(read).deferred(),
    close: () => {
      raw.close()
    },
  }
}

function writeDb(raw: Database.Database): WriteDb {
  const changes = new Map<string, Database.Statement>()
  const run = raw.transaction((work: () => unknown) => work())
  let written = false
  return {
    ...readDb(raw),
    change<P extends unknown[]>(sql: string): WriteStatement<P> {
      const known = changes.get(sql)
      const statement = known ?? raw.prepare(sql)
      if (known === undefined) changes.set(sql, statement)
      return { run: (...params) => statement.run(...params).changes }
    },
    exec: (sql) => {
      raw.exec(sql)
    },
    transaction<T>(work: () => T): T {
      // It gives back what the work gives.
      const done = run.immediate(work) as T
      // The default comes back with the first write, so the assertion after opening is not enough.
      if (!written) assertFull(raw)
      written = true
      return done
    },
    checkpoint: () => {
      raw.pragma('wal_checkpoint(TRUNCATE)')
    },
  }
}
