// The ways to find the newest 50 cases that hold a word, each over the same prepared cache.
import { openForReading } from '#main/db-worker/driver.ts'
import type { ReadDb } from '#main/db-worker/driver.ts'
import { codeOf, foldText } from '#main/db-worker/grams.ts'
import { searchCases } from '#main/db-worker/queries/search-cases.ts'
import Database from 'better-sqlite3'

export const NEWEST = 50

/** Ids of the hits, the newest first. */
export type Engine = (word: string) => readonly string[]

export interface Engines {
  readonly ours: Engine
  /** Reads the texts one by one in SQLite, newest first, until it has enough. */
  readonly scan: Engine
  /** FTS5 trigram where a word has three characters, LIKE where it has fewer. */
  readonly trigram: Engine
  /** Posting lists of pairs in memory: what no file can beat. */
  readonly postings: Engine
  close(): void
}

const TEXT = 'c.address || char(10) || c.description || char(10) || c.class_name'

export function openEngines(cacheFile: string, scratchFile: string, say: (words: string) => void): Engines {
  const db = openForReading(cacheFile)
  const trigram = buildTrigram(cacheFile, scratchFile)
  say('trigram index built')
  const postings = buildPostings(db)
  say('posting lists built')
  const scan = db.pluck<[string, number], string>(
    `SELECT c.id FROM "case" c WHERE instr(${TEXT}, ?) > 0 ORDER BY c.rid DESC LIMIT ?`,
  )
  return {
    ours: (word) => searchCases(db, word, NEWEST).map(({ brief }) => brief.id),
    scan: (word) => scan.all(word, NEWEST),
    trigram: trigram.search,
    postings,
    close: () => {
      trigram.close()
      db.close()
    },
  }
}

function buildTrigram(cacheFile: string, scratchFile: string): { search: Engine; close: () => void } {
  const db = new Database(scratchFile)
  db.exec(`ATTACH '${cacheFile.replaceAll("'", "''")}' AS cache;
    CREATE VIRTUAL TABLE words USING fts5 (text, content = '', contentless_delete = 1, detail = 'full', tokenize = 'trigram');
    INSERT INTO words (rowid, text) SELECT c.rid, ${TEXT} FROM cache."case" c;`)
  const known = db
    .prepare('SELECT c.id FROM words f CROSS JOIN cache."case" c ON c.rid = f.rowid WHERE words MATCH ? ORDER BY f.rowid DESC LIMIT ?')
    .pluck()
  const like = db.prepare(`SELECT c.id FROM cache."case" c WHERE ${TEXT} LIKE ? ORDER BY c.rid DESC LIMIT ?`).pluck()
  const idsOf = (rows: unknown[]): string[] => rows.map(String)
  return {
    search: (word) =>
      [...word].length < 3 ? idsOf(like.all(`%${word}%`, NEWEST)) : idsOf(known.all(`"${word.replaceAll('"', '""')}"`, NEWEST)),
    close: () => db.close(),
  }
}

interface TextLine {
  readonly id: string
  readonly text: string
}

function buildPostings(db: ReadDb): Engine {
  const ids: string[] = []
  const texts: string[] = []
  const lists = new Map<string, number[]>()
  for (const { id, text } of db.prepare<[], TextLine>(`SELECT c.id AS id, ${TEXT} AS text FROM "case" c ORDER BY c.rid DESC`).iterate()) {
    const folded = foldText(text)
    const row = ids.push(id) - 1
    texts.push(folded)
    for (const key of keysOf(folded)) {
      const list = lists.get(key)
      if (list === undefined) lists.set(key, [row])
      else list.push(row)
    }
  }
  return (word) => {
    const shortest = [...keysOf(foldText(word), true)].map((key) => lists.get(key) ?? []).sort((a, b) => a.length - b.length)[0]
    const hits: string[] = []
    for (const row of shortest ?? []) {
      if (texts[row]?.includes(foldText(word)) === true) hits.push(ids[row] ?? '')
      if (hits.length === NEWEST) break
    }
    return hits
  }
}

/** Characters and pairs of a text; of a word only the pairs, unless it is a single character. */
function keysOf(text: string, isWord = false): Set<string> {
  const keys = new Set<string>()
  let before = ''
  for (const character of text) {
    const code = codeOf(character)
    if (before !== '') keys.add(before + code)
    if (!isWord) keys.add(code)
    before = code
  }
  if (isWord && keys.size === 0) keys.add(before)
  return keys
}
