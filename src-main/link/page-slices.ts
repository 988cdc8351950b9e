import type { Change, ChangesPage } from '#shared/platform-api/changes.ts'

/** Rows in one transaction of the cache; some 100 ms, so that a person's own act is never kept waiting longer. */
export const MOST_ROWS = 2_000

/** A page as several that follow one another, none much longer than `most`. What belongs to one case stays together. */
export function slicesOf(page: ChangesPage, most = MOST_ROWS): readonly ChangesPage[] {
  const { changes } = page
  const slices: ChangesPage[] = []
  let from = 0
  for (let at = most; at < changes.length; at = Math.max(at + 1, from + most)) {
    if (caseOf(changes[at]) !== null && caseOf(changes[at]) === caseOf(changes[at - 1])) continue
    slices.push(slice(page, from, at))
    from = at
  }
  return [...slices, slice(page, from, changes.length)]
}

function slice(page: ChangesPage, from: number, to: number): ChangesPage {
  const { changes } = page
  const isLast = to === changes.length
  return {
    ...page,
    from: from === 0 ? page.from : (changes[from - 1]?.seq ?? page.from),
    next: isLast ? page.next : (changes[to - 1]?.seq ?? page.next),
    more: page.more || !isLast,
    changes: changes.slice(from, to),
  }
}

function caseOf(change: Change | undefined): unknown {
  if (change === undefined) return null
  if (change.kind === 'case') return change.id
  return change.kind === 'flow' ? (change.row?.['caseId'] ?? null) : null
}
