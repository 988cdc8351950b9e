// The figures counted anew by SQL out of the stored rows alone: slow, plain, and written without a look at the rules it checks.
import type { ReadDb } from '#main/db-worker/driver.ts'
import type { FactDimension, MemberCounts } from '#main/db-worker/evaluation-api.ts'
import type { Counts, Span } from '#shared/domain/evaluation/index.ts'

const DAY = '86400000'
const OFFSET = '28800000'

const members: Readonly<Record<FactDimension, string>> = {
  department: "coalesce(doc ->> '$.department', '')",
  street: "coalesce(doc ->> '$.place.street', '')",
  community: "coalesce(doc ->> '$.place.community', '')",
  grid: "coalesce(doc ->> '$.place.grid', '')",
  class: "doc ->> '$.classCode'",
  source: "doc ->> '$.source'",
}

/** Handling clocks of the department that has the case now. */
const RUNS = `json_each(doc, '$.clocks') k WHERE k.value ->> '$.kind' = 'handle' AND doc ->> '$.department' IS NOT NULL
  AND k.value ->> '$.startedAt' >= coalesce(doc ->> '$.dispatchedAt', 0)`

/** Once more than dispatched; imported rows without handling clocks know only how often. */
const REWORKED = `CASE WHEN EXISTS (SELECT 1 FROM json_each(doc, '$.clocks') k WHERE k.value ->> '$.kind' = 'handle')
  THEN (SELECT count(*) FROM ${RUNS}) > 1 ELSE doc ->> '$.reworks' > 0 END`

const CASES = (member: string): string => `
  SELECT ${member} AS member, ((doc ->> '$.reportedAt') + ${OFFSET}) / ${DAY} AS reported_day, ((doc ->> '$.filedAt') + ${OFFSET}) / ${DAY} AS filed_day,
    doc ->> '$.state' AS state, doc ->> '$.exempt' AS exempt, ${REWORKED} AS reworked, doc ->> '$.returns' AS returns,
    doc ->> '$.source' AS source, doc ->> '$.urgent' AS urgent, doc ->> '$.handleDueAt' AS promised,
    coalesce(doc ->> '$.answeredAt', doc ->> '$.closedAt') AS ended, doc ->> '$.resumeTo' AS resume_to,
    (SELECT count(*) FROM ${RUNS}) AS runs,
    (SELECT count(*) FROM ${RUNS} AND k.value ->> '$.endedAt' IS NOT NULL AND k.value ->> '$.late') AS late_runs,
    (SELECT max(k.value ->> '$.dueAt') FROM ${RUNS} AND k.value ->> '$.endedAt' IS NULL) AS running_due,
    EXISTS (SELECT 1 FROM json_each(doc, '$.clocks') k WHERE k.value ->> '$.kind' = 'file') AS had_file
  FROM "case"
`

const SQL = (member: string): string => `
  WITH c AS (${CASES(member)}),
  d AS (
    SELECT *, CASE WHEN runs > 0 THEN late_runs > 0 ELSE promised IS NOT NULL AND ended > promised END AS late,
      runs > 0 OR promised IS NOT NULL AS limited,
      CASE WHEN runs > 0 THEN running_due WHEN ended IS NULL THEN promised END AS due,
      CASE WHEN state IN ('on-account', 'verifying') THEN resume_to ELSE state END AS step
    FROM c
  ),
  e AS (
    SELECT *, filed_day IS NOT NULL AND state NOT IN ('voided', 'refused') AS valid,
      state = 'closed' AND filed_day IS NOT NULL AND NOT exempt AS assessed, state NOT IN ('closed', 'voided', 'refused', 'on-account') AS waits
    FROM d
  ),
  f AS (
    SELECT member, reported_day AS day, 1 AS reported, step NOT IN ('reported', 'refused') OR (state = 'refused' AND had_file) AS accepted,
      state = 'refused' AS refused, state = 'closed' AND filed_day IS NULL AS selfHandled, 0 AS filed, 0 AS onTime, 0 AS lateClosed,
      0 AS overdue, 0 AS waiting, 0 AS onAccount, 0 AS exempt, 0 AS noLimit, 0 AS voided, 0 AS reworked,
      0 AS reworkedClosed, 0 AS returned, 0 AS publicReports, 0 AS urgent
    FROM e
    UNION ALL
    SELECT member, filed_day, 0, 0, 0, 0, 1, assessed AND NOT late AND limited, assessed AND late,
      valid AND waits AND (late OR coalesce(due < @now, 0)), valid AND waits, valid AND state = 'on-account',
      state = 'closed' AND exempt, assessed AND NOT late AND NOT limited, state IN ('voided', 'refused'),
      reworked, assessed AND (late OR limited) AND reworked, returns > 0, source IN ('hotline', 'citizen-app', 'web', 'letter', 'media'), urgent
    FROM e WHERE filed_day IS NOT NULL
  )
  SELECT member, sum(reported) AS reported, sum(accepted) AS accepted, sum(refused) AS refused, sum(selfHandled) AS selfHandled,
    sum(filed) AS filed, sum(onTime) AS onTime, sum(lateClosed) AS late, sum(overdue) AS overdue, sum(waiting) - sum(overdue) AS notDue,
    sum(onAccount) AS onAccount, sum(exempt) AS exempt, sum(noLimit) AS noLimit, sum(voided) AS voided, sum(reworked) AS reworked,
    sum(reworkedClosed) AS reworkedClosed,
    sum(returned) AS returned, sum(publicReports) AS publicReports, sum(urgent) AS urgent
  FROM f WHERE day >= @from AND day < @to GROUP BY member ORDER BY member
`

type Line = { readonly member: string } & Readonly<
  Record<keyof Omit<Counts, 'notRefused' | 'dispatched' | 'handled' | 'shouldClose' | 'closed' | 'open'>, number>
>

/** Counts without `dispatched` and `handled`, member by member in order of their names. */
export function naiveCounts(db: ReadDb, spans: readonly Span[], by: FactDimension, now: number): object[] {
  return spans.flatMap(({ from, to }, span) =>
    db
      .prepare<[object], Line>(SQL(members[by]))
      .all({ now, from, to })
      .map(({ member, ...counts }) => {
        const { reported, refused, onTime, late, overdue, notDue, onAccount } = counts
        return {
          member,
          span,
          counts: {
            ...{ ...counts, notRefused: reported - refused, closed: onTime + late, shouldClose: onTime + late + overdue },
            open: overdue + notDue + onAccount,
          },
        }
      }),
  )
}

/** What the cache answered, in the shape and order of {@link naiveCounts}. */
export function comparable(found: readonly MemberCounts[]): object[] {
  return found
    .map(({ member, span, counts: { dispatched: _d, handled: _h, ...counts } }) => ({ member, span, counts }))
    .sort((a, b) => a.span - b.span || (a.member < b.member ? -1 : 1))
}
