import type { ActBody } from '#shared/domain/case/acts.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { AttachmentNote, LedgerCommand, StagedFile, StoredAttachment, StoredUse } from '../ledger-api.ts'
import { OPEN_CALL } from './drafts.ts'
import type { LedgerParts } from './parts.ts'
import { dropRows, isAsWritten, markRow } from './records.ts'
import type { Seal } from './seal.ts'

type Parts = Pick<LedgerParts, 'db' | 'seal'>
type FileRow = Omit<StoredAttachment, 'uses'>
type Marked<Row> = Row & { readonly mac: string }
type UseRow = StoredUse & { readonly hash: string }

const FILE = 'SELECT hash, size, mime, staged_at AS stagedAt, state, upload, sent, attempts, error, mac FROM attachment'
const USE = 'SELECT hash, case_id AS caseId, name, use, staged_at AS stagedAt, command_id AS commandId, mac FROM attachment_use'

/**
 * A sealed copy lies in its place: what it is, and which case or draft holds it. The same content staged before keeps its state,
 * unless that had failed.
 */
export function stageAttachment(parts: Parts, staged: StagedFile): void {
  const { hash, size, mime, caseId, name, use, stagedAt } = staged
  const known = findFile(parts, hash)
  if (known === undefined || known.state === 'failed')
    writeFile(parts, { hash, size, mime, stagedAt, state: 'staged', upload: null, sent: 0, attempts: 0, error: null })
  const before = parts.db.prepare<[string, string], Marked<UseRow>>(`${USE} WHERE hash = ? AND case_id = ?`).get(hash, caseId)
  if (before === undefined) writeUse(parts, { hash, caseId, name, use, stagedAt, commandId: null })
}

/** Acts that name a file release it: from now on it is sent. Call it in the transaction that appends them. */
export function nameAttachments(parts: Parts, appended: readonly Pick<LedgerCommand, 'command'>[]): void {
  for (const { command } of appended) {
    for (const { hash } of attachmentsIn(command.body)) {
      const use = parts.db
        .prepare<[string, string], Marked<UseRow>>(`${USE} WHERE hash = ? AND case_id = ?`)
        .get(hash, command.caseId)
      if (use !== undefined) writeUse(parts, { ...use, commandId: command.id })
    }
  }
}

/** The files that an act names. */
export function attachmentsIn(body: ActBody): readonly Attachment[] {
  return body.action === 'report' ? body.args.attachments : body.action === 'attach' ? [body.args.attachment] : []
}

/** What the platform has not confirmed, the oldest first. */
export function openAttachments({ db, seal }: LedgerParts): StoredAttachment[] {
  const uses = new Map<string, Marked<UseRow>[]>()
  for (const use of db
    .prepare<[], Marked<UseRow>>(
      `${USE} WHERE hash IN (SELECT hash FROM attachment WHERE state <> 'confirmed') ORDER BY staged_at`,
    )
    .all())
    uses.set(use.hash, [...(uses.get(use.hash) ?? []), use])
  return db
    .prepare<[], Marked<FileRow>>(`${FILE} WHERE state <> 'confirmed' ORDER BY staged_at, hash`)
    .all()
    .map((row) => joined(seal, row, uses.get(row.hash) ?? []))
}

/** Released by an act and not to be looked at by a person first: the next to be sent, the oldest first. */
export function sendableAttachments({ db, seal }: LedgerParts, limit: number): StoredAttachment[] {
  return db
    .prepare<[number], Marked<FileRow>>(
      `
      ${FILE} WHERE state IN ('staged', 'sending')
        AND EXISTS (SELECT 1 FROM attachment_use u WHERE u.hash = attachment.hash AND u.command_id IS NOT NULL)
      ORDER BY staged_at, hash LIMIT ?
    `,
    )
    .all(limit)
    .map((row) => withUses({ db, seal }, row))
    .filter(({ state }) => state !== 'failed')
}

export function findAttachment(parts: LedgerParts, hash: string): StoredAttachment | null {
  const row = parts.db.prepare<[string], Marked<FileRow>>(`${FILE} WHERE hash = ?`).get(hash)
  return row === undefined ? null : withUses(parts, row)
}

export function attachmentsOfCase(parts: LedgerParts, caseId: CaseId): StoredAttachment[] {
  return parts.db
    .prepare<[string], { hash: string }>('SELECT hash FROM attachment_use WHERE case_id = ? ORDER BY staged_at, hash')
    .all(caseId)
    .flatMap(({ hash }) => findAttachment(parts, hash) ?? [])
}

/** How the transfer stands; an unknown hash is a mistake of ours. */
export function noteAttachment(parts: LedgerParts, hash: string, note: AttachmentNote): void {
  const known = findFile(parts, hash)
  if (known === undefined) throw new RefusalError({ code: 'not-found', detail: hash })
  // A confirmed file goes back only by being reopened: the platform has said that it has it.
  if (known.state !== 'confirmed') writeFile(parts, { ...known, ...note })
}

/** The platform may have lost what it had confirmed: those among them that it had stand as if they had never been sent. */
export function reopenAttachments(parts: LedgerParts, hashes: readonly string[]): void {
  for (const hash of hashes) {
    const known = findFile(parts, hash)
    // One that was changed by another hand stays as it is shown: failed.
    if (known?.state === 'confirmed' && isFileAsWritten(parts.seal, known))
      writeFile(parts, { ...known, state: 'staged', upload: null, sent: 0, attempts: 0, error: null })
  }
}

/** Forgets a file in a case that no act names; true when nobody holds its content any more. Throws 'file-in-use'. */
export function dropAttachment(parts: LedgerParts, hash: string, caseId: CaseId): boolean {
  const { db } = parts
  const use = db.prepare<[string, string], Marked<UseRow>>(`${USE} WHERE hash = ? AND case_id = ?`).get(hash, caseId)
  if (use === undefined) return false
  if (use.commandId !== null) throw new RefusalError({ code: 'file-in-use', detail: use.name })
  dropRows(parts, 'attachment_use', 'hash = ? AND case_id = ?', hash, caseId)
  if (db.pluck<[string], number>('SELECT count(*) FROM attachment_use WHERE hash = ?').get(hash) !== 0) return false
  dropRows(parts, 'attachment', 'hash = ?', hash)
  return true
}

/** Held by a draft since before `before` and named by no act, where that draft is over or gone. */
export function strayAttachments({ db }: Pick<LedgerParts, 'db'>, before: number): { hash: string; caseId: CaseId }[] {
  return db
    .prepare<[number], { hash: string; caseId: CaseId }>(
      `
      SELECT hash, case_id AS caseId FROM attachment_use u WHERE command_id IS NULL AND staged_at < ?
        AND NOT EXISTS (SELECT 1 FROM draft WHERE case_id = u.case_id AND ${OPEN_CALL})
    `,
    )
    .all(before)
}

function findFile({ db }: Pick<LedgerParts, 'db'>, hash: string): Marked<FileRow> | undefined {
  return db.prepare<[string], Marked<FileRow>>(`${FILE} WHERE hash = ?`).get(hash)
}

function withUses({ db, seal }: Pick<LedgerParts, 'db' | 'seal'>, row: Marked<FileRow>): StoredAttachment {
  return joined(
    seal,
    row,
    db.prepare<[string], Marked<UseRow>>(`${USE} WHERE hash = ? ORDER BY staged_at, case_id`).all(row.hash),
  )
}

/** A record changed by another hand is shown as failed and never sent. */
function joined(seal: Seal, found: Marked<FileRow>, marked: readonly Marked<UseRow>[]): StoredAttachment {
  const isIntact = isFileAsWritten(seal, found) && marked.every((use) => isUseAsWritten(seal, use))
  const { mac: _mark, ...row } = found
  const uses = marked.map(({ caseId, name, use, stagedAt, commandId }) => ({ caseId, name, use, stagedAt, commandId }))
  return isIntact ? { ...row, uses } : { ...row, state: 'failed', error: 'storage-failed', uses }
}

function writeFile(parts: Parts, row: FileRow): void {
  const { hash, size, mime, stagedAt, state, upload, sent, attempts, error } = row
  parts.db
    .change<[string, number, string, number, string, string | null, number, number, string | null]>(
      `
    INSERT INTO attachment (hash, size, mime, staged_at, state, upload, sent, attempts, error, mac)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')
    ON CONFLICT (hash) DO UPDATE SET size = excluded.size, mime = excluded.mime, staged_at = excluded.staged_at,
      state = excluded.state, upload = excluded.upload, sent = excluded.sent, attempts = excluded.attempts,
      error = excluded.error
  `,
    )
    .run(hash, size, mime, stagedAt, state, upload, sent, attempts, error)
  markRow(parts, 'attachment', hash)
}

function writeUse(parts: Parts, row: UseRow): void {
  const { hash, caseId, name, use, stagedAt, commandId } = row
  parts.db
    .change<[string, string, string, string, number, string | null]>(
      `
    INSERT INTO attachment_use (hash, case_id, name, use, staged_at, command_id, mac) VALUES (?, ?, ?, ?, ?, ?, '')
    ON CONFLICT (hash, case_id) DO UPDATE SET command_id = excluded.command_id
  `,
    )
    .run(hash, caseId, name, use, stagedAt, commandId)
  markRow(parts, 'attachment_use', hash, caseId)
}

function isFileAsWritten(seal: Seal, { stagedAt, ...row }: Marked<FileRow>): boolean {
  return isAsWritten(seal, 'attachment', { ...row, staged_at: stagedAt })
}

function isUseAsWritten(seal: Seal, { caseId, stagedAt, commandId, ...row }: Marked<UseRow>): boolean {
  return isAsWritten(seal, 'attachment_use', { ...row, case_id: caseId, staged_at: stagedAt, command_id: commandId })
}
