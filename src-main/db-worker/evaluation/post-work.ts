// Stories of the cases reported in a span, case by case, for the evaluation of posts.
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { dayBegins, notePostWork } from '#shared/domain/evaluation/index.ts'
import type { EvaluatedPost, PersonTallies, Span } from '#shared/domain/evaluation/index.ts'
import type { ReadDb } from '../driver.ts'
import { firstRidOf } from '../rid.ts'

export const STORIES_SQL = `
  SELECT c.id, c.doc FROM "case" c WHERE c.rid >= @from AND c.rid < @to
`
/** Confirmed records and acts that wait for confirmation, own and neighbours', in order. */
export const STORY_SQL = `
  SELECT doc FROM (
    SELECT n, doc FROM flow WHERE case_id = @id
    UNION ALL SELECT flow ->> '$.n', flow FROM case_pending WHERE case_id = @id AND flow IS NOT NULL AND fault IS NULL
    UNION ALL SELECT flow ->> '$.n', flow FROM neighbour_pending WHERE case_id = @id AND flow IS NOT NULL AND fault IS NULL
  ) ORDER BY n
`

export function postWork(db: ReadDb, post: EvaluatedPost, { from, to }: Span): { person: string; tallies: PersonTallies }[] {
  const found = new Map<string, PersonTallies>()
  const story = db.pluck<[object], string>(STORY_SQL)
  const range = { from: firstRidOf(dayBegins(from)), to: firstRidOf(dayBegins(to)) }
  for (const { id, doc } of db.prepare<[object], { id: string; doc: string }>(STORIES_SQL).all(range)) {
    // Stored after their schema had passed.
    const flow = story.all({ id }).map((line) => JSON.parse(line) as FlowRecord)
    notePostWork(post, JSON.parse(doc) as CaseRow, flow, (person, measure, isGood) => {
      const tallies = found.get(person) ?? {}
      found.set(person, tallies)
      const tally = (tallies[measure] ??= { due: 0, good: 0 })
      tally.due += 1
      if (isGood) tally.good += 1
    })
  }
  return [...found].map(([person, tallies]) => ({ person, tallies }))
}
