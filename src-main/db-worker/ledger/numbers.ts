import { takeNumber } from '#shared/domain/codes/number-blocks.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'
import type { NumberBlock } from '#shared/platform-api/people.ts'
import type { LedgerParts } from './parts.ts'
import { markRow } from './records.ts'

type Db = Pick<LedgerParts, 'db'>
type Marked = Pick<LedgerParts, 'db' | 'seal'>

interface BlockRow {
  readonly n: number
  readonly day: string
  readonly district: string
  readonly from: number
  readonly to: number
  readonly next: number
}

/** The next number of a day, marked as used; call it in a transaction of its own. Null when the leased blocks are used up. */
export function takeCaseNo(parts: Marked, day: string): CaseNo | null {
  const { db } = parts
  let blocks: readonly BlockRow[] = db
    .prepare<[string], BlockRow>(
      `
      SELECT n, day, district, first AS "from", last AS "to", next FROM number_block WHERE day = ? AND next <= last ORDER BY n
    `,
    )
    .all(day)
  for (;;) {
    const taken = takeNumber(blocks, day)
    if (!taken.ok) return null
    blocks = blocks.map((block, i) => ({ ...block, next: taken.value.blocks[i]?.next ?? block.next }))
    if (!markUsed(parts, taken.value.no)) continue // leased twice in overlapping blocks
    for (const { n, next } of blocks) {
      db.change<[number, number]>('UPDATE number_block SET next = ? WHERE n = ?').run(next, n)
      markRow(parts, 'number_block', n)
    }
    return taken.value.no
  }
}

function markUsed(parts: Marked, no: CaseNo): boolean {
  const isNew = parts.db.change<[string]>('INSERT INTO number_used (no) VALUES (?) ON CONFLICT DO NOTHING').run(no) === 1
  if (!isNew) return false
  markRow(parts, 'number_used', no)
  return true
}

/** A block that is known already changes nothing. */
export function addBlocks(parts: Marked, blocks: readonly NumberBlock[]): void {
  const { db } = parts
  for (const { day, district, from, to } of blocks) {
    db.change<[string, string, number, number, number]>(
      `
      INSERT INTO number_block (day, district, first, last, next) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    `,
    ).run(day, district, from, to, from)
    const n = db.pluck<[string, string, number], number>(
      'SELECT n FROM number_block WHERE day = ? AND district = ? AND first = ?',
    )
    markRow(parts, 'number_block', n.get(day, district, from) ?? 0)
  }
}

export function numbersLeft({ db }: Db, fromDay: string): { day: string; left: number; last: number }[] {
  return db
    .prepare<[string], { day: string; left: number; last: number }>(
      `
      SELECT day, sum(last - next + 1) AS left, max(last) AS last FROM number_block WHERE day >= ? GROUP BY day ORDER BY day
    `,
    )
    .all(fromDay)
}
