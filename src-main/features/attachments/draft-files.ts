import type { Attachment } from '#shared/domain/case/case-row.ts'
import { maskNumbersInName } from '#shared/domain/personal/find-numbers.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Hall } from '../hall/index.ts'

/** The first file of a form that is not staged for its case: an act must not name what exists nowhere. */
export async function unstagedOf(hall: Hall, caseId: CaseId, files: readonly Attachment[]): Promise<Attachment | undefined> {
  if (files.length === 0) return undefined
  const staged = new Set((await hall.db.ledger.attachmentsOfCase(caseId)).map(({ hash }) => hash))
  return files.find(({ hash }) => !staged.has(hash))
}

/** Files staged for a draft become another case's too, before acts there name them. */
export async function stageForCase(hall: Hall, caseId: CaseId, files: readonly Attachment[]): Promise<Result<null>> {
  for (const file of files) {
    const name = maskNumbersInName(file.name)
    const staged = await hall.db.ledger.stageAttachment({ ...file, name, caseId, stagedAt: hall.time.now() })
    if (!staged.ok) return staged
  }
  return ok(null)
}
