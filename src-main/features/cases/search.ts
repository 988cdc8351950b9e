import type { SearchHit } from '#shared/contracts/cases.contract.ts'
import { findNumbers, masksOfPhone } from '#shared/domain/personal/find-numbers.ts'
import type { CacheReaderApi } from '../../db/cache-api.ts'
import type { Hall } from '../hall/index.ts'
import { callerKeys, phoneIn } from './caller.ts'

const MOST_PLACES = 20
/** Cases whose texts hold the same mask are read one by one, to see whether it is the same number. */
const MOST_ALIKE = 60

type CaseHits = Awaited<ReturnType<CacheReaderApi['searchCases']>>

/** Cases by number, by words, and by telephone: as a caller's, and as one that was typed into a text and is masked there. */
export async function search(hall: Hall, text: string, limit: number): Promise<SearchHit[]> {
  const words = text.trim()
  if (words === '') return []
  const [called, cases, places] = await Promise.all([
    byTelephone(hall, words, limit),
    hall.db.cache.searchCases(words, limit),
    hall.db.cache.searchPlaces(words, Math.min(limit, MOST_PLACES)),
  ])
  const found: SearchHit[] = places.map(({ id, name, detail, kind, lng, lat }) =>
    kind === 'component' || kind === 'grid'
      ? { kind, code: id, name, lng, lat }
      : kind === 'street'
        ? { kind, id, name, lng, lat }
        : { kind, id, name, detail, lng, lat },
  )
  const known = new Set(called.map(({ brief }) => brief.id))
  const hits = [...called, ...cases.filter(({ brief }) => !known.has(brief.id))].slice(0, limit)
  return [...hits.map(({ brief, excerpt }): SearchHit => ({ kind: 'case', brief, excerpt })), ...found]
}

/** Nothing unless the whole search is one telephone number. */
async function byTelephone(hall: Hall, words: string, limit: number): Promise<CaseHits> {
  const digits = await wholeNumber(hall, words)
  if (digits === null) return []
  const keys = await callerKeys(hall, digits)
  const callers = await Promise.all(keys.map((key) => hall.db.cache.casesByPhoneKey(key, limit)))
  const found = await Promise.all(masksOfPhone(digits).map((mask) => hall.db.cache.searchCases(mask, MOST_ALIKE)))
  const alike = [...new Map(found.flat().map((hit) => [hit.brief.id, hit])).values()].sort(newestFirst)
  const typed = await Promise.all(alike.map(async (hit) => ((await holds(hall, hit.brief.id, keys)) ? [hit] : [])))
  const asCaller = callers.flatMap(({ rows }) => rows.map((brief) => ({ brief, excerpt: '' })))
  const seen = new Set(asCaller.map(({ brief }) => brief.id))
  return [...asCaller, ...typed.flat().filter(({ brief }) => !seen.has(brief.id))].slice(0, limit)
}

async function wholeNumber(hall: Hall, words: string): Promise<string | null> {
  const [number] = findNumbers(words)
  if (number?.plain === words) return number.digits
  // In a text a local number looks like many other things; somebody who types nothing else means it.
  const phone = await phoneIn(hall, words)
  return phone?.kind === 'landline' ? phone.digits : null
}

const newestFirst = (a: CaseHits[number], b: CaseHits[number]): number => b.brief.reportedAt - a.brief.reportedAt

async function holds(hall: Hall, id: Parameters<CacheReaderApi['caseById']>[0], keys: readonly string[]): Promise<boolean> {
  const stored = await hall.db.cache.caseById(id)
  return stored?.flow.some(({ hidden = [] }) => hidden.some((one) => one.phoneKeys.some((key) => keys.includes(key)))) === true
}

/** 来电历史 over every key the hall has had: equal numbers hash differently before and after a rotation. */
export async function callerHistory(
  hall: Hall,
  phone: string,
  limit: number,
): Promise<{ total: number; lastSatisfied: boolean | null; recent: CaseHits[number]['brief'][] }> {
  const keys = await callerKeys(hall, phone)
  const found = await Promise.all(keys.map((key) => hall.db.cache.casesByPhoneKey(key, limit)))
  const answers = found.flatMap(({ lastAnswer }) => (lastAnswer === null ? [] : [lastAnswer]))
  const recent = found.flatMap(({ rows }) => [...rows]).sort((a, b) => b.reportedAt - a.reportedAt)
  return {
    total: found.reduce((sum, { total }) => sum + total, 0),
    lastSatisfied: answers.sort((a, b) => b.reportedAt - a.reportedAt)[0]?.satisfied ?? null,
    recent: recent.slice(0, limit),
  }
}
