import { Kysely, PostgresDialect } from 'kysely'
import { Pool, TypeOverrides, types } from 'pg'
import type { ClientConfig } from 'pg'
import type { Db } from './migrations/migration.ts'
import type { Tables } from './tables.ts'

export type Connection = Pick<ClientConfig, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl' | 'connectionString'>

export interface Store {
  readonly db: Db
  readonly connection: Connection
  /** Requests that wait for a connection; how overload shows. */
  waiting(): number
  close(): Promise<void>
}

const POOL_SIZE = 16

/** Opens the pool; nothing is asked of the server yet. `onLost` hears of idle connections that broke. */
export function openStore(connection: Connection, onLost: (error: Error) => void): Store {
  const pool = new Pool({
    ...connection,
    max: POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types: numbersForBigints(),
    application_name: 'wanmi-platform',
    // A statement that hangs must not hold the hall's head row for ever.
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  pool.on('error', onLost)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { db, connection, waiting: () => pool.waitingCount, close: () => db.destroy() }
}

/** bigint columns hold milliseconds and sequence numbers, all below 2^53. */
function numbersForBigints(): TypeOverrides {
  const overrides = new TypeOverrides(types)
  overrides.setTypeParser(types.builtins.INT8, Number)
  return overrides
}
