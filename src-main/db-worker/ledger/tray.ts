// 发件箱 as a list: told from columns alone, so that fifty thousand waiting commands cost no more than the page that is shown.
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { CaseId, CaseNo, CmdId } from '#shared/kernel/ids.ts'
import type { Claim, CommandStanding, TrayAsk, TrayCounts, TrayLine, TrayPage } from '../ledger-api.ts'
import type { LedgerParts } from './parts.ts'

type Db = Pick<LedgerParts, 'db'>

interface LineRow {
  readonly id: string
  readonly s: number
  readonly case_id: string
  readonly no: string | null
  readonly class_name: string
  readonly action: string
  readonly at: number
  readonly person_name: string
  readonly word: CommandStanding
  readonly code: string | null
  readonly claim: Claim['word'] | null
  /** The waiting one before it in its case. */
  readonly before_s: number | null
}

// Word for word the condition of the index `standing_tray`.
const IN_TRAY = "t.word IN ('waiting', 'rejected', 'held')"

// Commands older than the grounds, and reopened ones, have no ground: their own body tells the same.
const COLUMNS = `
  c.id, t.s, c.case_id, c.no, c.person_name, t.word, t.outcome ->> '$.code' AS code, coalesce(g.class_name, '') AS class_name,
  coalesce(g.action, c.body ->> '$.body.action') AS action, coalesce(g.at, c.body ->> '$.at') AS at, m.word AS claim
`
/** Each held command and the rejected one it hangs on; the nearest, where there are several on the way. */
const CAUSES = `
  held (s, id, cause, cause_s) AS (
    SELECT c.s, c.id, r.id, r.s FROM standing t JOIN command r ON r.s = t.s JOIN command c ON c.after_id = r.id
    WHERE ${IN_TRAY} AND t.word = 'rejected'
    UNION SELECT c.s, c.id, h.cause, h.cause_s FROM held h JOIN command c ON c.after_id = h.id
  )
`
const MATCHES = `
  (:text = '' OR c.no LIKE :like ESCAPE '\\' OR g.class_name LIKE :like ESCAPE '\\' OR c.person_name LIKE :like ESCAPE '\\'
    OR coalesce(g.action, c.body ->> '$.body.action') IN (SELECT value FROM json_each(:actions)))
`
const FOUND = `FROM standing t JOIN command c ON c.s = t.s LEFT JOIN ground g ON g.s = t.s WHERE ${IN_TRAY}`

const PERSON_SQL = `
  WITH RECURSIVE ${CAUSES}
  SELECT t.s, CASE t.word WHEN 'held' THEN held.cause END AS cause
  FROM standing t JOIN command c ON c.s = t.s LEFT JOIN ground g ON g.s = t.s LEFT JOIN held ON held.s = t.s
  WHERE ${IN_TRAY} AND t.word <> 'waiting' AND ${MATCHES} ORDER BY coalesce(held.cause_s, t.s), t.s
`
const WAITING = `FROM standing t WHERE ${IN_TRAY} AND t.word = 'waiting'`
const MATCHING = `${FOUND} AND t.word = 'waiting' AND ${MATCHES}`
const PAGE = `
  SELECT ${COLUMNS}, (
    SELECT max(l.s) FROM command_lane l JOIN standing w ON w.s = l.s
    WHERE t.word = 'waiting' AND l.lane = c.case_id AND l.s < t.s AND w.word = 'waiting'
  ) AS before_s
  FROM json_each(?) page JOIN command c ON c.s = page.value JOIN standing t ON t.s = c.s LEFT JOIN ground g ON g.s = c.s
    LEFT JOIN claim m ON m.s = c.s
  ORDER BY page.key
`
const PLACES_BETWEEN = `SELECT count(*) ${WAITING} AND t.s > ? AND t.s <= ?`

export function trayPage({ db }: Db, ask: TrayAsk): TrayPage {
  const match = matchOf(ask)
  const persons = ask.show === 'waiting' ? [] : db.prepare<[Match], { s: number; cause: string | null }>(PERSON_SQL).all(match)
  // Without a text the index alone tells how many wait and which come next.
  const found = ask.text === '' ? WAITING : MATCHING
  const waiting = ask.show === 'person' ? 0 : (db.pluck<[Match], number>(`SELECT count(*) ${found}`).get(match) ?? 0)
  const first = persons.slice(ask.offset, ask.offset + ask.limit)
  const rest = { limit: ask.limit - first.length, offset: Math.max(0, ask.offset - persons.length) }
  const others =
    waiting === 0 || rest.limit === 0
      ? []
      : db
          .pluck<[Match & Page], number>(`SELECT t.s ${found} ORDER BY t.s LIMIT :limit OFFSET :offset`)
          .all({ ...match, ...rest })
  const causes = new Map(persons.map(({ s, cause }) => [s, cause]))
  const rows = db.prepare<[string], LineRow>(PAGE).all(JSON.stringify([...first.map(({ s }) => s), ...others]))
  return { lines: placed({ db }, rows, causes), total: persons.length + waiting }
}

type Match = Readonly<Record<'text' | 'like' | 'actions', string>>
type Page = Readonly<Record<'limit' | 'offset', number>>

function matchOf({ text, actions }: TrayAsk): Match {
  return { text, like: `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`, actions: JSON.stringify(actions) }
}

/** Places in the outbox, counted on from line to line: a page costs one walk along the index. */
function placed({ db }: Db, rows: readonly LineRow[], causes: ReadonlyMap<number, string | null>): TrayLine[] {
  const between = (from: number, to: number): number => db.pluck<[number, number], number>(PLACES_BETWEEN).get(from, to) ?? 0
  let last = { s: -1, position: 0 }
  return rows.map((row) => {
    if (row.word !== 'waiting') return lineOf(row, causes.get(row.s) ?? null, null, null)
    last = { s: row.s, position: last.position + between(last.s, row.s) }
    const after = row.before_s === null ? null : last.position - between(row.before_s, row.s)
    return lineOf(row, null, last.position, after)
  })
}

export function trayCounts({ db }: Db): TrayCounts {
  const counts = db
    .prepare<[], { word: CommandStanding; n: number }>(
      `SELECT t.word, count(*) AS n FROM standing t WHERE ${IN_TRAY} GROUP BY t.word`,
    )
    .all()
  const of = (word: CommandStanding): number => counts.find((one) => one.word === word)?.n ?? 0
  const oldest = db
    .prepare<[], { at: number }>(`SELECT coalesce(g.at, c.body ->> '$.at') AS at ${FOUND} ORDER BY t.s LIMIT 1`)
    .get()
  return { waiting: of('waiting'), rejected: of('rejected'), held: of('held'), oldestAt: oldest?.at ?? null }
}

export function waitingOf({ db }: Db, caseId: CaseId): TrayLine[] {
  const own = db
    .pluck<[string], number>(
      "SELECT l.s FROM command_lane l JOIN standing t ON t.s = l.s WHERE l.lane = ? AND t.word = 'waiting' ORDER BY l.n",
    )
    .all(caseId)
  return placed({ db }, db.prepare<[string], LineRow>(PAGE).all(JSON.stringify(own)), new Map())
}

/** The texts were written by this ledger after their schemas had passed. */
function lineOf(row: LineRow, cause: string | null, position: number | null, after: number | null): TrayLine {
  return {
    id: row.id as CmdId,
    s: row.s,
    caseId: row.case_id as CaseId,
    no: row.no as CaseNo | null,
    className: row.class_name,
    action: row.action as CaseAction,
    at: row.at,
    personName: row.person_name,
    standing: row.word,
    code: row.code,
    causeId: cause as CmdId | null,
    position,
    after,
    ...(row.claim === null ? {} : { claim: row.claim }),
  }
}
