// What keeping facts and sums adds to writing cases: the same changes through the whole writer, and through that part alone.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createFigures } from '#main/db-worker/cache/figures.ts'
import { cacheFile, openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { openForWriting } from '#main/db-worker/driver.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import { caseAt } from '../data/cases.ts'
import { median, timeMs } from '../harness.ts'

const KNOWN = 8_000
const CHANGED = 2_000
const SPREAD = 4

/** Every fourth of the known cases, back in handling or closed, whatever it was not. */
function changedCases(round: number): CaseRow[] {
  return Array.from({ length: CHANGED }, (_, k) => {
    const row = caseAt(k * SPREAD)
    const state = round % 2 === 0 ? 'handling' : 'closed'
    return { ...row, state, closedAt: state === 'closed' ? row.reportedAt + 86_400_000 : null, urgent: round % 2 === 0 }
  })
}

/** Median milliseconds per page of {@link CHANGED} changes: all of it, and the figures' part. */
export async function writeTax(scratch: string, rounds: number): Promise<{ wholeMs: number; figuresMs: number }> {
  const folder = join(scratch, 'tax')
  mkdirSync(folder)
  const writer = unwrap(openCacheWriter(folder))
  let seq = 0
  const apply = (rows: readonly CaseRow[], ver: number): void => {
    const changes = rows.map((row, k) => ({
      seq: seq + k + 1,
      kind: 'case',
      id: row.id,
      ver,
      op: 'put' as const,
      row: { ...row },
    }))
    const next = seq + rows.length
    const applied = writer.applyPage({
      epoch: 'bench',
      schema: FEED_SCHEMA,
      from: seq,
      next,
      head: next,
      more: false,
      time: 0,
      changes,
    })
    if (!applied.applied) throw new Error(applied.why)
    seq = next
  }
  apply(
    Array.from({ length: KNOWN }, (_, k) => caseAt(KNOWN - 1 - k)),
    1,
  )
  const wholes: number[] = []
  for (let round = 0; round <= rounds; round += 1) wholes.push(await timeMs(() => apply(changedCases(round), round + 2)))
  writer.close()
  const db = openForWriting(cacheFile(folder), { secureDelete: true })
  const figures = createFigures(db)
  const rid = db.pluck<[string], number>('SELECT rid FROM "case" WHERE id = ?')
  const parts: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const rows = changedCases(rounds + 1 + round).map((row) => ({ row, at: rid.get(row.id) ?? 0 }))
    const write = (): void => {
      for (const { row, at } of rows) figures.write(at, row, false)
      figures.flush()
    }
    parts.push(await timeMs(() => db.transaction(write)))
  }
  db.close()
  return { wholeMs: median(wholes.slice(1)), figuresMs: median(parts.slice(1)) }
}
