// A seat's cache with the district's ledger in it, written by the cache's own writer.
import { openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { componentAt, gridAt } from './components.ts'

const PAGE = 5_000

export function fillLedger(dataDir: string, components: number, grids: number): void {
  const writer = unwrap(openCacheWriter(dataDir))
  const rows = function* (): Generator<Pick<Change, 'kind' | 'id' | 'row'>> {
    for (let i = 0; i < grids; i += 1) yield rowOf('grid', gridAt(i))
    for (let i = 0; i < components; i += 1) yield rowOf('component', componentAt(i))
  }
  let from = 0
  let page: Change[] = []
  const flush = (): void => {
    const next = from + page.length
    const applied = writer.applyPage({ epoch: 'bench', schema: FEED_SCHEMA, from, next, head: next, more: true, time: 0, changes: page })
    if (!applied.applied) throw new Error(`page from ${String(from)}: ${applied.why}`)
    from = next
    page = []
  }
  for (const row of rows()) {
    page.push({ ...row, seq: from + page.length + 1, ver: 1, op: 'put' })
    if (page.length === PAGE) flush()
  }
  flush()
  writer.close()
}

function rowOf(kind: string, row: { readonly code: string }): Pick<Change, 'kind' | 'id' | 'row'> {
  return { kind, id: row.code, row }
}
