// Finding cases by number or by words (ADR 005). The plan begins with the rarest pairs of characters; every hit is checked
// against the text itself, so the index only has to be complete, not exact.
import type { CaseBrief } from '#shared/contracts/cases.contract.ts'
import type { ReadDb } from '../driver.ts'
import { codeOf, codesOf, foldText, queryGrams } from '../grams.ts'
import { BRIEF_COLUMNS, BRIEF_JOINS, toBrief } from './briefs.ts'
import type { BriefLine } from './briefs.ts'

export interface CaseHit {
  readonly brief: CaseBrief
  readonly excerpt: string
}

type HitLine = BriefLine & { readonly description: string }

const HIT = `SELECT ${BRIEF_COLUMNS}, c.description`
export const NUMBER_SQL = `${HIT} FROM "case" c ${BRIEF_JOINS} WHERE c.no >= @from AND c.no < @before ORDER BY c.no DESC LIMIT @limit`
const HIT_SQL = `${HIT} FROM "case" c ${BRIEF_JOINS} WHERE c.rid = ?`

/** What is looked at is read first, what is shown only of the hits: of many candidates few may hold the words. */
const CANDIDATE = 'SELECT c.rid, c.address, c.description, c.class_name AS className'
export const INDEX_SQL = `
  ${CANDIDATE} FROM case_fts f CROSS JOIN "case" c ON c.rid = f.rowid WHERE case_fts MATCH ? ORDER BY f.rowid DESC
`
export const SCAN_SQL = `${CANDIDATE} FROM "case" c ORDER BY c.rid DESC`

interface Candidate {
  readonly rid: number
  readonly address: string
  readonly description: string
  readonly className: string
}

/** A single character this common is met so often that reading the newest cases one by one finds enough of them soonest. */
const COMMON_SHARE = 1 / 50
/** More pairs than these make the index slower, not the answer smaller. */
const PAIRS_ASKED = 3
/** A pair that more than this share of all cases hold tells hardly any of them apart. */
const TELLS_NOTHING_SHARE = 1 / 10
const MOST_WORDS = 6
const CASE_NUMBER = /^[0-9A-Za-z-]{4,24}$/

/** Cases by number (prefix) first, then by words in address, description or class name; all words must be there; newest first. */
export function searchCases(db: ReadDb, text: string, limit: number): CaseHit[] {
  const words = foldText(text)
    .split(/[\s\p{Cc}]+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
  if (words.length === 0 || limit <= 0) return []
  return db.snapshot(() => {
    const byNumber = numberHits(db, text.trim(), limit)
    const byWords = wordHits(db, words, limit)
    const known = new Set(byNumber.map(({ brief }) => brief.id))
    return [...byNumber, ...byWords.filter(({ brief }) => !known.has(brief.id))].slice(0, limit)
  })
}

function numberHits(db: ReadDb, text: string, limit: number): CaseHit[] {
  if (!CASE_NUMBER.test(text)) return []
  const lines = db.prepare<[object], HitLine>(NUMBER_SQL).all({ from: text, before: `${text}~`, limit })
  return lines.map((line) => toHit(line, []))
}

function wordHits(db: ReadDb, words: readonly string[], limit: number): CaseHit[] {
  const match = planSearch(db, words)
  if (match === 'nothing') return []
  const candidates =
    match === 'scan'
      ? db.prepare<[], Candidate>(SCAN_SQL).iterate()
      : db.prepare<[string], Candidate>(INDEX_SQL).iterate(match.match)
  const rids: number[] = []
  for (const candidate of candidates) {
    if (hasWords(candidate, words)) rids.push(candidate.rid)
    if (rids.length === limit) break
  }
  const hit = db.prepare<[number], HitLine>(HIT_SQL)
  return rids.flatMap((rid) => {
    const line = hit.get(rid)
    return line === undefined ? [] : [toHit(line, words)]
  })
}

/** What the index is asked, or that it cannot help, or that nothing can be there. */
export type SearchPlan = { readonly match: string } | 'scan' | 'nothing'

export function planSearch(db: ReadDb, words: readonly string[]): SearchPlan {
  const pairs = queryGrams(words.join(' '))
  if (pairs.length === 0) return planSingle(db, words, holders(db, '') * COMMON_SHARE)
  const counted = pairs.map((gram) => ({ gram, n: holders(db, gram) })).sort((a, b) => a.n - b.n || b.gram.length - a.gram.length)
  const rarest = counted[0]?.n ?? 0
  if (rarest <= 0) return 'nothing'
  return { match: tellingApart(counted, holders(db, '') * TELLS_NOTHING_SHARE).join(' AND ') }
}

/**
 * The rarest pair; then the rarest of those that have no character in common with it, then of those that add one: where `路41`
 * stands, `41` stands as well and rules nothing out, while `建设` is another matter.
 */
function tellingApart(counted: readonly { readonly gram: string; readonly n: number }[], common: number): string[] {
  const chosen: string[] = []
  const taken = new Set<string>()
  const rarest = counted[0]?.n ?? 0
  const take = (isFit: (isNew: readonly boolean[]) => boolean): void => {
    for (const { gram, n } of counted) {
      const codes = codesOf(gram)
      // A common pair rules little out beside a rare one, and much beside another that is common.
      const fits = (n <= common || rarest > common) && isFit(codes.map((code) => !taken.has(code)))
      if (chosen.length === PAIRS_ASKED || (chosen.length > 0 && !fits)) continue
      chosen.push(gram)
      for (const code of codes) taken.add(code)
    }
  }
  take((isNew) => isNew.every(Boolean))
  take((isNew) => isNew.some(Boolean))
  return chosen
}

/** Single characters are found as the beginnings of pairs. */
function planSingle(db: ReadDb, words: readonly string[], common: number): SearchPlan {
  const counted = words
    .map((word) => codeOf(word))
    .map((code) => ({
      code,
      n:
        db
          .pluck<[string, string], number | null>('SELECT sum(n) FROM case_gram WHERE gram >= ? AND gram < ?')
          .get(code, `${code}~`) ?? 0,
    }))
    .sort((a, b) => a.n - b.n)
  const [rarest] = counted
  if (rarest === undefined || rarest.n <= 0) return 'nothing'
  return rarest.n > common ? 'scan' : { match: `${rarest.code}*` }
}

/** How many cases hold a pair; for the empty one, how many cases there are. */
function holders(db: ReadDb, gram: string): number {
  return db.pluck<[string], number>('SELECT n FROM case_gram WHERE gram = ?').get(gram) ?? 0
}

function hasWords({ address, description, className }: Candidate, words: readonly string[]): boolean {
  const text = foldText(`${address}\n${description}\n${className}`)
  return words.every((word) => text.includes(word))
}

function toHit(line: HitLine, words: readonly string[]): CaseHit {
  const { description, ...brief } = line
  return { brief: toBrief(brief), excerpt: excerptOf(description, words) }
}

const EXCERPT_CHARACTERS = 60
const BEFORE_HIT = 15

/** The description around the first word found in it, else its beginning. */
function excerptOf(description: string, words: readonly string[]): string {
  const folded = foldText(description)
  // Folding may change lengths (full-width to half-width never does); then the folded text is what can be cut by position.
  const shown = folded.length === description.length ? description : folded
  const found = Math.min(...words.map((word) => folded.indexOf(word)).filter((at) => at >= 0))
  const from = Number.isFinite(found) ? Math.max(0, found - BEFORE_HIT) : 0
  const cut = shown
    .slice(from, from + EXCERPT_CHARACTERS)
    .toWellFormed()
    .replace(/^\ufffd|\ufffd$/g, '')
  return `${from > 0 ? '…' : ''}${cut}${from + EXCERPT_CHARACTERS < shown.length ? '…' : ''}`
}
