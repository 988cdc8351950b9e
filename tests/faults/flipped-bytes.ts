// One bit of a file is another one: is it noticed, or does it change nothing that anybody reads?
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import { openCacheReader } from '#main/db-worker/queries/open-reader.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { RefusalError, unwrap } from '#shared/kernel/result.ts'
import { aDraft, aReport, anAudit } from '../builders/a-command.ts'
import { TestPlatform } from '../builders/a-platform.ts'
import { CaseStory } from '../builders/case-story.ts'
import { caseId } from '../builders/ids.ts'
import type { Dice } from '../bench/data/dice.ts'

const seat = '1' as SeatId
const DAY = '20261116'
const CASES = 60

export type Found = 'noticed' | 'harmless' | 'missed'
/**
 * A cache has no sums over its pages. One that answers otherwise than it did, or whose row is no JSON any more so that it is
 * a fault of the program, is not noticed by that call: known, and not harmless.
 */
export type FoundInCache = Found | 'answers-otherwise' | 'row-unreadable'

/** A ledger that a shift has worked with. `closed`: in order; else as a power cut leaves it, its log beside it. */
export function makeLedger(folder: string, closed: boolean): void {
  const work = `${folder}-at-work`
  mkdirSync(work, { recursive: true, mode: 0o700 })
  const ledger = unwrap(openLedger({ dataDir: work, seat, lastS: 0 }))
  ledger.addBlocks([{ day: DAY, district: '341523', from: 1, to: 500 }])
  for (let n = 1; n <= CASES; n += 1) {
    ledger.takeNumber(DAY)
    const [stored] = unwrap(ledger.append([aReport(n, n)], anAudit()))
    if (n % 2 === 0 && stored !== undefined)
      ledger.recordOutcomes([{ id: stored.command.id, result: 'accepted', epoch: 'e', seq: n, ver: 1 }])
    if (n % 5 === 0) unwrap(ledger.saveDraft(aDraft(n)))
  }
  if (closed) ledger.close()
  cpSync(work, folder, { recursive: true })
  if (!closed) ledger.close()
  rmSync(work, { recursive: true })
}

/** Opens the ledger as a start does, walks all of it, and compares what it tells. */
export function judgeLedger(folder: string, told: string): Found {
  const opened = openLedger({ dataDir: folder, seat, lastS: 0 })
  if (!opened.ok) return 'noticed'
  const ledger = opened.value
  try {
    return ledger.verify() !== null ? 'noticed' : tellLedger(ledger) === told ? 'harmless' : 'missed'
  } finally {
    ledger.close()
  }
}

/** All that a ledger tells, in one text. */
export function tellLedger(ledger: SyncApi<LedgerApi>): string {
  const commands = Array.from({ length: CASES }, (_, k) => ledger.find(aReport(k + 1, k + 1).id))
  const drafts = Array.from({ length: CASES }, (_, k) => ledger.draft(aDraft(k + 1).id))
  return JSON.stringify([commands, drafts, ledger.numbersLeft(DAY), ledger.lastS(), ledger.unsent(1_000).length])
}

/** A cache with cases in it, closed in order. */
export function makeCache(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const cache = unwrap(openCacheWriter(folder))
  const platform = new TestPlatform()
  const { row } = CaseStory.after('accept', 'file')
  if (row === null) throw new Error('the story has no case')
  for (let n = 1; n <= CASES; n += 1) {
    const no = `34152320261122${String(n).padStart(5, '0')}`
    platform.put('case', caseId(n), { ...row, id: caseId(n), no }, row.ver)
  }
  cache.applyPage(platform.page(0))
  cache.close()
}

/** All cases that a cache tells, in one text. */
export function tellCache(folder: string): string {
  const reader = unwrap(openCacheReader(folder))
  try {
    return JSON.stringify(Array.from({ length: CASES }, (_, k) => reader.caseById(caseId(k + 1))))
  } finally {
    reader.close()
  }
}

/**
 * A cache is never believed to be more than a copy: it may be noticed and made anew, or answer, but nothing may crash. `told`:
 * what it answered unharmed.
 */
export function judgeCache(folder: string, told: string): FoundInCache {
  try {
    const writer = openCacheWriter(folder)
    if (!writer.ok) return 'noticed'
    const isFresh = writer.value.cursor() === null
    try {
      const tells = tellCache(folder)
      return isFresh ? 'noticed' : tells === told ? 'harmless' : 'answers-otherwise'
    } finally {
      writer.value.close()
    }
  } catch (error) {
    if (error instanceof SyntaxError) return 'row-unreadable'
    // A damaged page is a refusal, or SQLite's own word for it, which the worker answers with one.
    return error instanceof RefusalError || (error instanceof Database.SqliteError && /CORRUPT|NOTADB|IOERR/.test(error.code))
      ? 'noticed'
      : 'missed'
  }
}

/** Would SQLite's own quick check have seen it? */
export function quickCheckSees(file: string): boolean {
  let db: Database.Database | undefined
  try {
    db = new Database(file, { readonly: true })
    return db.pragma('quick_check(1)', { simple: true }) !== 'ok'
  } catch {
    // It could not even be opened.
    return true
  } finally {
    db?.close()
  }
}

/** Copies `from`, turns one bit of one of its files, and says which. */
export function flipOne(from: string, to: string, files: readonly [string, ...string[]], dice: Dice): string {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
  const file = dice.pick(files)
  const at = dice.roll(statSync(join(to, file)).size)
  const bit = dice.roll(8)
  const bytes = readFileSync(join(to, file))
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  writeFileSync(join(to, file), bytes)
  return `${file}, byte ${String(at)}, bit ${String(bit)}`
}
