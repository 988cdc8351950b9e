import type { AuditApi, AuditLink, AuditQuestion, StoredAudit } from '../audit-api.ts'
import type { SyncApi } from '../sync-api.ts'
import { cutAudit, readCut } from './audit-cut.ts'
import { appendAudit } from './audit.ts'
import type { LedgerParts } from './parts.ts'

/** Lines one question looks through: the thread that saves cases must not be held up. */
const MOST_LOOKED_AT = 4_000

export function auditOperations(parts: LedgerParts): SyncApi<AuditApi> {
  const { db, seal } = parts
  const newest = (): number => db.pluck<[], number | null>('SELECT max(n) FROM audit').get() ?? 0
  return {
    auditPage: (question) => readPage(parts, question, newest()),
    auditSpan(from, to) {
      const end = (order: 'ASC' | 'DESC'): number | undefined =>
        db
          .pluck<[number, number], number>(`SELECT n FROM audit WHERE ${AT} >= ? AND ${AT} < ? ORDER BY n ${order} LIMIT 1`)
          .get(from, to)
      const [first, last] = [end('ASC'), end('DESC')]
      return first === undefined || last === undefined ? null : { first, last }
    },
    auditLinks: (from, to, limit) =>
      db
        .prepare<[number, number, number], AuditLink>(
          'SELECT n, body, prev, hash FROM audit WHERE n >= ? AND n <= ? ORDER BY n LIMIT ?',
        )
        .all(from, to, limit),
    auditOlderThan(at) {
      const younger = db.pluck<[number], number>(`SELECT n FROM audit WHERE ${AT} >= ? ORDER BY n LIMIT 1`).get(at)
      return younger === undefined ? newest() : younger - 1
    },
    auditEnds() {
      const first = db.pluck<[], number | null>('SELECT min(n) FROM audit').get() ?? 0
      const cut = readCut(db, seal)
      return { first, last: newest(), cutAt: cut === null || cut === 'forged' ? null : cut.at }
    },
    cutAudit: (upTo, entry) =>
      db.transaction(() => {
        appendAudit(parts, entry)
        return cutAudit(parts, upTo, entry.at)
      }),
  }
}

/** Read out of the body: an entry says its time once, where its hash covers it. */
const AT = "CAST(json_extract(body, '$.at') AS INTEGER)"

function readPage({ db }: LedgerParts, question: AuditQuestion, last: number): ReturnType<SyncApi<AuditApi>['auditPage']> {
  const lines = db.prepare<[number, number], { n: number; body: string }>(
    'SELECT n, body FROM audit WHERE n < ? ORDER BY n DESC LIMIT ?',
  )
  const rows: StoredAudit[] = []
  let before = question.before ?? last + 1
  for (const { n, body } of lines.iterate(before, MOST_LOOKED_AT)) {
    before = n
    // Written by this ledger from an entry.
    const entry = JSON.parse(body) as StoredAudit
    if (fits(entry, question)) rows.push(entry)
    if (rows.length === question.limit) break
  }
  const isMore = db.pluck<[number], number>('SELECT 1 FROM audit WHERE n < ? LIMIT 1').get(before) !== undefined
  return { rows, next: isMore ? before : null, last }
}

function fits(
  { at, person, what, subject, detail }: StoredAudit,
  { text, persons, what: begins, from, to }: AuditQuestion,
): boolean {
  if (!what.startsWith(begins) || (from !== null && at < from) || (to !== null && at >= to)) return false
  if (text === '') return true
  if (person !== null && persons.includes(person)) return true
  const wanted = text.toLowerCase()
  return [person, subject, detail].some((word) => word !== null && word.toLowerCase().includes(wanted))
}
