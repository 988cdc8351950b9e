import type { Db, Tx } from './migrations/migration.ts'

const ATTEMPTS = 4
/** Serialization failure, deadlock: the same transaction may well succeed the next time. */
const TRANSIENT = new Set(['40001', '40P01'])

/** SQLSTATE of an error that came from PostgreSQL, else undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Runs `work` in a READ COMMITTED transaction and repeats it a few times when PostgreSQL asks for that. */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(work)
    } catch (error) {
      if (attempt >= ATTEMPTS || !TRANSIENT.has(sqlState(error) ?? '')) throw error
    }
  }
}

/** Did the server go away, start, stop or run out of room for us, rather than refuse what was asked? */
export function isStoreLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined && /^(08|53|57P0|57014|ECONN|ENOENT|EPIPE|ETIMEDOUT)/.test(state)) return true
  return (
    error instanceof Error &&
    /connection (terminated|timeout)|timeout exceeded when trying to connect|Client has encountered/i.test(error.message)
  )
}
