import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../tables.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** One file, one reason, forward only; a released one is never edited. Numbers go in tens. */
export interface Migration {
  readonly version: number
  up(tx: Tx): Promise<void>
}
