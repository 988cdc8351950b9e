import { Kysely, PostgresDialect } from 'kysely'
import { Client, Pool, TypeOverrides, types } from 'pg'
import type { ClientConfig } from 'pg'
import type { PgConnection } from '../launcher/index.ts'
import type { Db } from './migrations/migration.ts'
import type { Tables } from './tables.ts'

/** Where the server stands now; a server that was started again may stand elsewhere. */
export type ConnectionSource = () => PgConnection

export interface Store {
  readonly db: Db
  readonly connection: ConnectionSource
  /** Requests that wait for a connection; how overload shows. */
  waiting(): number
  close(): Promise<void>
}

const POOL_SIZE = 16

/** Opens the pool; nothing is asked of the server yet. `onLost` hears of connections that broke, idle or in use. */
export function openStore(connection: ConnectionSource, onLost: (error: Error) => void): Store {
  const pool = new Pool({
    Client: class extends Client {
      constructor(settings?: ClientConfig | string) {
        super({ ...(typeof settings === 'object' ? settings : {}), ...connection() })
        // The pool listens to idle clients only; a break nobody hears would end the process. What was asked is refused anyway.
        this.on('error', onLost)
      }
    },
    max: POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types: numbersForBigints(),
    application_name: 'wanmi-platform',
    // A statement that hangs must not hold the hall's head row for ever.
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  // Idle clients have told it themselves.
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { db, connection, waiting: () => pool.waitingCount, close: () => db.destroy() }
}

/** bigint columns hold milliseconds and sequence numbers, all below 2^53. */
function numbersForBigints(): TypeOverrides {
  const overrides = new TypeOverrides(types)
  overrides.setTypeParser(types.builtins.INT8, Number)
  return overrides
}
