// What is mostly not there at all, asked once a transaction instead of once a row.
import type { ReadDb } from '../driver.ts'
import { casesWithPending, pendingActs } from './pending.ts'

export interface Seldom {
  /** Cases and acts that waited when the transaction began; the feed only makes them fewer. */
  waitingCases(): ReadonlySet<string>
  waitingActs(): ReadonlySet<string>
  /** False: no row is set aside as not understood. */
  isAnyFlagged(): boolean
  noteFlagged(): void
  /** Call it at the beginning of a transaction. */
  forget(): void
}

export function createSeldom(db: ReadDb): Seldom {
  let cases: ReadonlySet<string> | undefined
  let acts: ReadonlySet<string> | undefined
  let flagged: boolean | undefined
  return {
    waitingCases: () => (cases ??= new Set(casesWithPending(db))),
    waitingActs: () => (acts ??= new Set(pendingActs(db))),
    isAnyFlagged: () => (flagged ??= db.pluck<[], number>('SELECT 1 FROM flagged LIMIT 1').get() !== undefined),
    noteFlagged() {
      flagged = true
    },
    forget() {
      cases = acts = flagged = undefined
    },
  }
}
