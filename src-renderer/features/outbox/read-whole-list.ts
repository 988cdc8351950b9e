import type { OutboxEntry, OutboxPage } from '#shared/contracts/link.contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

type ReadPage = (offset: number, limit: number) => Promise<Result<OutboxPage>>

const PAGE = 200
/** Rows of the last page that are read once more: they show where it goes on while entries are being sent. */
const OVERLAP = 100
const MOST_ROUNDS = 3

/**
 * Every entry that fits, although the list moves while it is read: a page goes on behind the last row known, wherever that stands
 * by now. A list that cannot be read whole is refused and not handed over short.
 */
export async function readWholeList(read: ReadPage): Promise<Result<OutboxEntry[]>> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const whole = await readOnce(read)
    if (!whole.ok || whole.value !== null) return whole as Result<OutboxEntry[]>
  }
  return refuse('list-moves')
}

/** Null when more rows left at once than the overlap shows, or when no page goes on although there should be more. */
async function readOnce(read: ReadPage): Promise<Result<OutboxEntry[] | null>> {
  const known = new Map<string, OutboxEntry>()
  for (;;) {
    const page = await read(Math.max(0, known.size - OVERLAP), PAGE)
    if (!page.ok) return page
    const { entries, offset, total } = page.value
    const last = entries.findLastIndex(({ id }) => known.has(id))
    if (known.size > 0 && total > 0 && last < 0) return ok(null)
    const before = known.size
    for (const entry of entries.slice(last + 1)) known.set(entry.id, entry)
    if (offset + entries.length >= total) return withFront(read, known)
    if (known.size === before) return ok(null)
  }
}

/** What was refused meanwhile has gone to the front of the list, behind the back of who reads on. */
async function withFront(read: ReadPage, known: ReadonlyMap<string, OutboxEntry>): Promise<Result<OutboxEntry[] | null>> {
  const first = await read(0, PAGE)
  if (!first.ok) return first
  const fresh = first.value.entries.filter(({ id }) => !known.has(id))
  const all = [...fresh, ...known.values()]
  return ok(all.length < first.value.total ? null : all)
}
