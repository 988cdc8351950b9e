import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { DepartmentCasesReply } from '#shared/platform-api/system.ts'

/** Cases read so far, the latest movement first, and where the next page begins. */
export interface Pages {
  readonly rows: readonly CaseRow[]
  readonly next: string | null
}

/**
 * The first page read anew, over what was read below it. Where it does not reach down to what is held, more has moved than a page
 * shows: what is held goes, for cases between the two would be missing.
 */
export function withFirstPage(held: Pages | null, first: DepartmentCasesReply): Pages {
  const [top, last] = [held?.rows[0], first.rows.at(-1)]
  if (held === null || first.next === null || top === undefined || last === undefined || comesAfter(last, top) < 0) return first
  const fresh = new Set(first.rows.map(({ id }) => id))
  const below = held.rows.filter((row) => comesAfter(row, last) > 0 && !fresh.has(row.id))
  return below.length === 0 ? first : { rows: [...first.rows, ...below], next: held.next }
}

/** The next page below; each case once, though it has moved between two pages. */
export function withNextPage(held: Pages, page: DepartmentCasesReply): Pages {
  const known = new Set(held.rows.map(({ id }) => id))
  return { rows: [...held.rows, ...page.rows.filter(({ id }) => !known.has(id))], next: page.next }
}

/** The platform's order: by the latest movement, then by id, both downwards. Above 0 when `one` stands below `other`. */
function comesAfter(one: CaseRow, other: CaseRow): number {
  if (one.lastActAt !== other.lastActAt) return other.lastActAt - one.lastActAt
  if (one.id === other.id) return 0
  return one.id < other.id ? 1 : -1
}
