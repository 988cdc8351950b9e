// The text index of cases. FTS5 gathers what is written in memory only as long as row ids rise; one that does not makes it write
// out a whole segment. So the texts of a transaction are kept until its end and written in the order of their row ids.
import type { WriteDb } from '../driver.ts'

export interface TextIndex {
  /** `isIndexed`: an older text of this row is in the index. */
  put(rid: number, grams: ReadonlySet<string>, isIndexed: boolean): void
  remove(rid: number): void
  /** Writes what has gathered; call it at the end of the transaction. */
  flush(db: WriteDb): void
  /** Forgets what has gathered, when the transaction did not happen. */
  clear(): void
}

interface Text {
  /** As it was before the transaction. */
  readonly wasIndexed: boolean
  readonly grams: ReadonlySet<string> | null
}

export function createTextIndex(): TextIndex {
  const texts = new Map<number, Text>()
  return {
    put(rid, grams, isIndexed) {
      texts.set(rid, { wasIndexed: texts.get(rid)?.wasIndexed ?? isIndexed, grams })
    },
    remove(rid) {
      texts.set(rid, { wasIndexed: texts.get(rid)?.wasIndexed ?? true, grams: null })
    },
    flush(db) {
      for (const [rid, { wasIndexed, grams }] of [...texts].sort(([a], [b]) => a - b)) {
        if (wasIndexed) db.change<[number]>('DELETE FROM case_fts WHERE rowid = ?').run(rid)
        if (grams === null) continue
        db.change<[number, string]>('INSERT INTO case_fts (rowid, grams) VALUES (?, ?)').run(rid, [...grams].join(' '))
      }
      texts.clear()
    },
    clear: () => texts.clear(),
  }
}
