// How many cases hold each pair of characters, kept exactly while cases change, so that a search can begin with the rarest pair.
import type { WriteDb } from '../driver.ts'

export interface GramTally {
  add(grams: ReadonlySet<string>): void
  remove(grams: ReadonlySet<string>): void
  /** Writes what has gathered; call it at the end of the transaction. */
  flush(db: WriteDb): void
  /** Forgets what has gathered, when the transaction did not happen. */
  clear(): void
}

export function createGramTally(): GramTally {
  const deltas = new Map<string, number>()
  const count = (grams: ReadonlySet<string>, step: number): void => {
    // The empty one counts the cases themselves.
    deltas.set('', (deltas.get('') ?? 0) + step)
    for (const gram of grams) deltas.set(gram, (deltas.get(gram) ?? 0) + step)
  }
  return {
    add: (grams) => count(grams, 1),
    remove: (grams) => count(grams, -1),
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
