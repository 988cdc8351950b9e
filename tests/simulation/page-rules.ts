import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'

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
