import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { DepartmentCasesReply } from '#shared/platform-api/system.ts'

/** Cases read so far, the latest movement first, and where the next page begins. */
export interface Pages {
  readonly rows: readonly CaseRow[]
  readonly next: string | null
}

/** The next page below; each case once, though it has moved between two pages. */
export function withNextPage(held: Pages, page: DepartmentCasesReply): Pages {
  const known = new Set(held.rows.map(({ id }) => id))
  return { rows: [...held.rows, ...page.rows.filter(({ id }) => !known.has(id))], next: page.next }
}
