import type { SeatCommand } from '#shared/platform-api/commands.ts'
import { attachmentsIn, nameAttachments, stageAttachment } from '../ledger/attachments.ts'
import type { LedgerParts } from '../ledger/parts.ts'

type Parts = Pick<LedgerParts, 'db' | 'seal'>

/**
 * Acts that came back release their files again. What stood of a file on its way may be lost with the page it stood on: where the
 * sealed copy lies in this machine's store it is to be sent as if it never had been, and the platform says what it has.
 */
export function nameSalvagedFiles(parts: Parts, command: SeatCommand, isStored: (hash: string) => boolean): void {
  const { caseId, at, body } = command
  for (const { hash, size, mime, name, use } of attachmentsIn(body)) {
    if (!isKnown(parts, hash, caseId) && isStored(hash))
      stageAttachment(parts, { hash, size, mime, caseId, name, use, stagedAt: at })
  }
  nameAttachments(parts, [{ command }])
}

function isKnown({ db }: Parts, hash: string, caseId: string): boolean {
  const sql = 'SELECT 1 FROM attachment a JOIN attachment_use u USING (hash) WHERE a.hash = ? AND u.case_id = ?'
  return db.pluck<[string, string], number>(sql).get(hash, caseId) !== undefined
}
