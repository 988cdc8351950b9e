import type { PersonId } from '#shared/kernel/ids.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import type { AuditEntry, StoredSignIn } from '../ledger-api.ts'
import { appendAudit } from './audit.ts'
import type { LedgerParts } from './parts.ts'
import { markRow } from './records.ts'

type Db = Pick<LedgerParts, 'db'>
type Marked = Pick<LedgerParts, 'db' | 'seal'>

interface SignInRow {
  readonly sign_in: string
  readonly person: string
  readonly name: string
  readonly posts: string
  readonly shift: string | null
  readonly since: number
  readonly locked: number
  readonly attested: number
  readonly ended_at: number | null
}

export function saveSignIn(
  parts: LedgerParts,
  { signIn, person, name, posts, shift, since, locked, attested, endedAt }: StoredSignIn,
  audit: AuditEntry | null,
): void {
  parts.db
    .change<[string, string, string, string, string | null, number, number, number, number | null]>(
      `
    INSERT INTO sign_in (sign_in, person, name, posts, shift, since, locked, attested, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (sign_in) DO UPDATE SET posts = excluded.posts, shift = excluded.shift, locked = excluded.locked,
      attested = excluded.attested, ended_at = excluded.ended_at
  `,
    )
    .run(signIn, person, name, JSON.stringify(posts), shift, since, locked ? 1 : 0, attested ? 1 : 0, endedAt)
  markRow(parts, 'sign_in', signIn)
  if (audit !== null) appendAudit(parts, audit)
}

/** The newest sign-in that has not ended. */
export function currentSignIn({ db }: Db): StoredSignIn | null {
  const row = db.prepare<[], SignInRow>('SELECT * FROM sign_in WHERE ended_at IS NULL ORDER BY n DESC LIMIT 1').get()
  if (row === undefined) return null
  return {
    signIn: row.sign_in,
    // Stored from the same branded types.
    person: row.person as PersonId,
    name: row.name,
    posts: JSON.parse(row.posts) as Post[],
    shift: row.shift,
    since: row.since,
    locked: row.locked === 1,
    attested: row.attested === 1,
    endedAt: row.ended_at,
  }
}

export function getMeta({ db }: Db, key: string): string | null {
  return db.pluck<[string], string>('SELECT value FROM meta WHERE key = ?').get(key) ?? null
}

export function setMeta(parts: Marked, key: string, value: string): void {
  parts.db
    .change<[string, string]>(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    .run(key, value)
  markRow(parts, 'meta', key)
}
