import { sql } from 'kysely'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import { changeJson } from './change-json.ts'
import type { ChangeText } from './change-json.ts'
import type { Db } from './migrations/migration.ts'

export interface PageQuery {
  readonly epoch: string
  readonly seq: number
  readonly limit: number
  /** Only these kinds; null: all. */
  readonly kinds: readonly string[] | null
  /** Platform time, epoch ms. */
  readonly time: number
  /** A page stops here even when more rows were asked for; as large as may be unless given. */
  readonly maxChars?: number
}

/** A page ready to send: rows go from the store to the wire as text, unparsed. */
export interface PageText {
  readonly json: string
  readonly next: number
  readonly head: number
  readonly count: number
  readonly more: boolean
}

interface Line extends ChangeText {
  readonly head: number
  /** Last seq of what was committed together; its own where it stands alone. */
  readonly unitEnd: number
}

/** The most a page may have; one row alone may be larger. */
export const MAX_PAGE_CHARS = 4 * 1024 * 1024

/** A commit that is no larger is never cut, however small the pages asked for: any command's is far smaller. */
const WHOLE_COMMIT_CHARS = 128 * 1024

/** Rows beyond the limit that a page takes along to end where a commit ended; an import's larger commits may be cut. */
const MOST_BEYOND = 1_000

/**
 * Changes after `seq` with the head they belong to, from one snapshot of the store. What a command changed, a case and its flow
 * record, comes in one page, so that a reader never holds the one without the other.
 */
export async function readChanges(db: Db, hall: string, query: PageQuery): Promise<PageText> {
  const only = query.kinds === null ? sql`` : sql`AND e.kind = ANY (${query.kinds}::text[])`
  const { rows } = await sql<Line>`
    SELECT h.seq AS head, e.* FROM feed_head h LEFT JOIN LATERAL (
      SELECT e.seq, e.kind, e.id, e.ver, e.row::text AS row, COALESCE(e.unit_end, e.seq) AS "unitEnd" FROM entity e
      WHERE e.hall = h.hall AND e.seq > ${query.seq} ${only} AND e.seq <= COALESCE((
        SELECT CASE WHEN e.unit_end - e.seq <= ${MOST_BEYOND} THEN e.unit_end ELSE e.seq END FROM entity e
        WHERE e.hall = ${hall} AND e.seq > ${query.seq} ${only} ORDER BY e.seq OFFSET ${query.limit - 1} LIMIT 1
      ), h.seq) ORDER BY e.seq
    ) e ON true WHERE h.hall = ${hall} ORDER BY e.seq`.execute(db)
  const head = rows[0]?.head ?? 0
  const lines = rows.filter((line) => line.seq !== null)
  const sent = withinSize(lines, query.maxChars ?? MAX_PAGE_CHARS)
  const more = sent.length < lines.length || lines.length >= query.limit
  const next = more ? (sent.at(-1)?.seq ?? query.seq) : head
  return { json: pageJson(query, head, next, more, sent), next, head, count: sent.length, more }
}

/** Whole commits as far as they fit, the first one in any case unless it is an import's, which may be cut. */
function withinSize(lines: readonly Line[], maxChars: number): readonly Line[] {
  const endAt = (most: number): number => {
    let chars = 0
    return lines.findIndex((line, i) => {
      chars += line.row?.length ?? 0
      return i > 0 && chars > most
    })
  }
  const isLastOfUnit = ({ unitEnd }: Line, i: number): boolean => unitEnd !== lines[i + 1]?.unitEnd
  const end = endAt(maxChars)
  if (end === -1) return lines
  const last = lines.slice(0, end).findLastIndex(isLastOfUnit)
  const upTo = last === -1 ? lines.findIndex(isLastOfUnit) : last
  const most = endAt(Math.max(maxChars, WHOLE_COMMIT_CHARS))
  return lines.slice(0, most === -1 ? upTo + 1 : Math.min(upTo + 1, most))
}

function pageJson(query: PageQuery, head: number, next: number, more: boolean, lines: readonly Line[]): string {
  const front = JSON.stringify({ epoch: query.epoch, schema: FEED_SCHEMA, from: query.seq, next, head, more, time: query.time })
  return `${front.slice(0, -1)},"changes":[${lines.map(changeJson).join(',')}]}`
}
