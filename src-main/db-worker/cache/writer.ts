import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { CacheChange, CacheWriterApi, PageRefusal } from '../cache-api.ts'
import type { WriteDb } from '../driver.ts'
import type { LedgerCommand } from '../ledger-api.ts'
import type { SyncApi } from '../sync-api.ts'
import { applyChange } from './arrive.ts'
import { createFigures } from './figures.ts'
import { endFirst, makeWay, takeFirst } from './first-rows.ts'
import { sweepCaches } from './generations.ts'
import { createGramTally } from './gram-tally.ts'
import { mendBucket } from './mend.ts'
import { dropOfOtherLives, hasOfOtherLives, neighboursShown, takeGone, takeNeighbours } from './neighbours.ts'
import { nothingTouched } from './parts.ts'
import type { CacheParts, Touched } from './parts.ts'
import {
  casesWithPending,
  dropPassed,
  dropRefused,
  hasArrived,
  insertPending,
  isRefused,
  markAccepted,
} from './pending.ts'
import { isCarried, raiseRevision, readAppliedS, readCursor, readRevisions, writeAppliedS, writeCursor } from './progress.ts'
import { refoldCase } from './refold.ts'
import { createRules, ruleKinds } from './rules.ts'
import { createSeldom } from './seldom.ts'
import { createTextIndex } from './text-index.ts'

/** Numbers skipped on the way to a later one are remembered, up to so many: calls may overtake each other. */
const LONGEST_GAP = 1_000

/** The cache's one writer over an open file of a folder. Every call is one transaction; a call repeated changes nothing. */
export function createCacheWriter(db: WriteDb, dataDir: string): SyncApi<CacheWriterApi> {
  const parts: CacheParts = {
    db,
    rules: createRules(db),
    seldom: createSeldom(db),
    texts: createTextIndex(),
    grams: createGramTally(),
    figures: createFigures(db),
  }
  return {
    applyPage(page) {
      const cursor = readCursor(db)
      const why = refusalOf(page, cursor)
      if (why !== undefined) return { applied: false, why }
      return { applied: true, change: changing(parts, (touched) => takePage(parts, page, touched)) }
    },
    overlay: (commands, completeAfter) =>
      changing(parts, (touched) => takeCommands(db, commands, completeAfter ?? null, touched)),
    settle: (outcomes) => changing(parts, (touched) => takeOutcomes(db, outcomes, touched)),
    overlayNeighbours: (commands) => changing(parts, (touched) => takeNeighbours(db, commands, touched)),
    neighboursShown: () => neighboursShown(db),
    settleNeighbours: (gone) => changing(parts, (touched) => takeGone(db, gone, touched)),
    leaveOtherLives: () => {
      const epoch = readCursor(db)?.epoch
      if (epoch === undefined || !hasOfOtherLives(db, epoch)) return null
      return changing(parts, (touched) => dropOfOtherLives(db, epoch, touched))
    },
    cursor: () => readCursor(db),
    isCarried: () => isCarried(db),
    appliedS: () => readAppliedS(db),
    foldFrom: () =>
      Math.min(readAppliedS(db), (db.pluck<[], number | null>('SELECT min(s) FROM overlay_gap').get() ?? Infinity) - 1),
    pendingIds: () => db.pluck<[], CmdId>('SELECT cmd_id FROM case_pending ORDER BY s').all(),
    begin: (rows) =>
      changing(parts, (touched) => {
        if (readCursor(db) !== null) return
        takeFirst(parts, rows, touched)
        refoldUnderRules(parts, touched)
      }),
    mend: (bucket, passedOver) => changing(parts, (touched) => mendBucket(parts, bucket, new Set(passedOver), touched)),
    revisions: () => readRevisions(db),
    sweep: () => sweepCaches(dataDir),
    close() {
      db.checkpoint()
      db.close()
    },
  }
}

/** One transaction: the work, the rows that follow from it, text counts and revisions. */
function changing(parts: CacheParts, work: (touched: Touched) => void): CacheChange {
  const { db } = parts
  const touched = nothingTouched()
  try {
    parts.seldom.forget()
    db.transaction(() => {
      work(touched)
      for (const id of touched.refold) refoldCase(parts, id)
      parts.texts.flush(db)
      parts.grams.flush(db)
      parts.figures.flush()
      const isCaseTouched = touched.cases.size + touched.refold.size > 0
      for (const kind of [...touched.kinds, ...(isCaseTouched ? ['case'] : [])]) raiseRevision(db, kind)
    })
  } catch (error) {
    parts.texts.clear()
    parts.grams.clear()
    parts.figures.forget()
    parts.rules.forget()
    throw error
  }
  // Ids of the feed and of commands whose schema has passed.
  const cases = [...touched.cases.union(touched.refold)] as CaseId[]
  return { cases, kinds: [...touched.kinds], cursor: readCursor(db), appliedS: readAppliedS(db) }
}

function refusalOf(page: ChangesPage, cursor: Cursor | null): PageRefusal | undefined {
  if (page.schema > FEED_SCHEMA) return 'schema'
  if (cursor !== null && page.epoch !== cursor.epoch) return 'epoch'
  if (page.from !== (cursor?.seq ?? 0) || page.next < page.from) return 'gap'
  let before = page.from
  for (const { seq, op } of page.changes) {
    const known: readonly string[] = ['put', 'delete']
    if (!known.includes(op)) return 'unknown-op'
    if (seq <= before || seq > page.next) return 'gap'
    before = seq
  }
  return undefined
}

function takePage(parts: CacheParts, page: ChangesPage, touched: Touched): void {
  const { db } = parts
  makeWay(parts, page.changes)
  for (const change of page.changes) applyChange(parts, change, touched)
  endFirst(parts, page, touched)
  const cursor = { epoch: page.epoch, seq: page.next }
  writeCursor(db, cursor)
  dropPassed(db, cursor, touched)
  refoldUnderRules(parts, touched)
}

/** Where rules have come, acts that could not be folded before may be now. */
function refoldUnderRules({ db, rules }: CacheParts, touched: Touched): void {
  if (touched.kinds.isDisjointFrom(ruleKinds)) return
  rules.forget()
  for (const id of casesWithPending(db)) touched.refold.add(id)
}

function takeCommands(db: WriteDb, commands: readonly LedgerCommand[], completeAfter: number | null, touched: Touched): void {
  for (const one of [...commands].sort((a, b) => a.command.s - b.command.s)) {
    const { command, standing } = one
    if (!isNew(db, command.s)) continue
    const { base } = command
    if (base !== null && 'after' in base && isRefused(db, base.after)) dropRefused(db, command.id, touched)
    if ((standing !== 'waiting' && standing !== 'accepted') || isRefused(db, command.id) || hasArrived(db, command.id)) continue
    insertPending(db, one)
    touched.refold.add(command.caseId)
  }
  if (completeAfter !== null) closeGaps(db, completeAfter, commands)
  const cursor = readCursor(db)
  if (cursor !== null) dropPassed(db, cursor, touched)
}

/** Marks a number as taken; false when it was already. Numbers it passes over may still come. */
function isNew(db: WriteDb, s: number): boolean {
  const applied = readAppliedS(db)
  if (s <= applied) return db.change<[number]>('DELETE FROM overlay_gap WHERE s = ?').run(s) === 1
  if (s - applied <= LONGEST_GAP) {
    for (let skipped = applied + 1; skipped < s; skipped += 1)
      db.change<[number]>('INSERT INTO overlay_gap (s) VALUES (?)').run(skipped)
  }
  writeAppliedS(db, s)
  return true
}

/** What the ledger does not name will not come: it was rejected or settled. */
function closeGaps(db: WriteDb, after: number, commands: readonly LedgerCommand[]): void {
  const last = commands.length === 0 ? Infinity : Math.max(...commands.map(({ command }) => command.s))
  db.change<[number, number]>('DELETE FROM overlay_gap WHERE s > ? AND s <= ?').run(after, last)
}

function takeOutcomes(db: WriteDb, outcomes: readonly Outcome[], touched: Touched): void {
  for (const outcome of outcomes) {
    if (outcome.result === 'accepted') {
      const caseId = markAccepted(db, outcome.id, outcome)
      if (caseId !== undefined) touched.refold.add(caseId)
    }
    if (outcome.result === 'rejected' || outcome.result === 'mismatch') dropRefused(db, outcome.id, touched)
  }
  const cursor = readCursor(db)
  if (cursor !== null) dropPassed(db, cursor, touched)
}
