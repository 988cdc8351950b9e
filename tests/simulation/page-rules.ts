import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import type { Complain } from './invariants.ts'
import type { ReferenceStore } from './reference-store.ts'
import type { Seat } from './seat.ts'
import { OPENING } from './town.ts'

/** What breaks the feed's rules in a page, whatever it follows; null when nothing does. */
export function faultOfPage({ schema, from, next, changes }: ChangesPage): string | null {
  if (schema > FEED_SCHEMA) return `schema ${schema}`
  if (next < from) return `an end at ${next} before ${from}`
  let before = from
  for (const { seq } of changes) {
    if (seq <= before || seq > next) return `row ${seq} in ${from} to ${next}`
    before = seq
  }
  return null
}

/** I9: the page that was applied first, once more. */
export async function offerAgain({ id, process }: Seat, store: ReferenceStore, complain: Complain): Promise<void> {
  const cursor = await process?.raw.cacheWriter.cursor()
  if (process === null || cursor == null || cursor.seq < 2) return
  const page = { ...store.page(0, 5, OPENING), epoch: cursor.epoch }
  const { applied } = await process.raw.cacheWriter.applyPage(page)
  if (applied) complain('I9', `seat ${id} has taken a page twice`)
}
