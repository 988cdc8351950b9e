// How many cases hold each pair of characters, kept exactly while cases change, so that a search can begin with the rarest pair.
import type { WriteDb } from '../driver.ts'

const none: ReadonlySet<string> = new Set()

export interface GramTally {
  /** Pairs a case held, and those it holds now; null: it was not there, or is not any more. */
  change(before: ReadonlySet<string> | null, after: ReadonlySet<string> | null): void
  /** Writes what has gathered; call it at the end of the transaction. */
  flush(db: WriteDb): void
  /** Forgets what has gathered, when the transaction did not happen. */
  clear(): void
}

export function createGramTally(): GramTally {
  const deltas = new Map<string, number>()
  const count = (gram: string, step: number): void => {
    deltas.set(gram, (deltas.get(gram) ?? 0) + step)
  }
  return {
    change(before, after) {
      // The empty one counts the cases themselves.
      if (before === null) count('', 1)
      if (after === null) count('', -1)
      for (const gram of before ?? none) if (after?.has(gram) !== true) count(gram, -1)
      for (const gram of after ?? none) if (before?.has(gram) !== true) count(gram, 1)
    },
    flush(db) {
      const write = db.change<[string, number]>(
        'INSERT INTO case_gram (gram, n) VALUES (?, ?) ON CONFLICT (gram) DO UPDATE SET n = n + excluded.n',
      )
      for (const [gram, delta] of deltas) if (delta !== 0) write.run(gram, delta)
      deltas.clear()
    },
    clear: () => deltas.clear(),
  }
}
