import { MOST_FILES } from '#shared/domain/case/case-row.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { maskNumbersInName } from '#shared/domain/personal/find-numbers.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Hall } from '../hall/index.ts'
import { asAttachment } from './attachment-views.ts'

/**
 * What an act made of a form names: the form's files, and whatever else is staged for its case. The window shows those as going
 * along, and may not have heard of the last one before its form was sent. Refused by name where a file is not here, or not as it
 * was taken in: an act must not name what exists nowhere. Call it, with the act that follows, in turn with what takes files back.
 */
export async function filesOfDraft(hall: Hall, caseId: CaseId, named: readonly Attachment[]): Promise<Result<Attachment[]>> {
  const staged = await hall.db.ledger.attachmentsOfCase(caseId)
  const gone = named.find(({ hash }) => !staged.some((one) => one.hash === hash))
  if (gone !== undefined) return refuse('picture-gone', gone.name)
  const others = staged.filter(({ hash }) => !named.some((one) => one.hash === hash))
  const files = [...named, ...others.flatMap((one) => asAttachment(one, caseId))]
  if (files.length > MOST_FILES) return refuse('too-many-files', `${String(files.length)} > ${String(MOST_FILES)}`)
  const broken = others.find(({ error }) => error === 'storage-failed')
  return broken === undefined ? ok(files) : refuse('picture-gone', asAttachment(broken, caseId)[0]?.name)
}

/** Files staged for a draft become another case's too, before acts there name them; in the same turn as {@link filesOfDraft}. */
export async function stageForCase(hall: Hall, caseId: CaseId, files: readonly Attachment[]): Promise<Result<null>> {
  for (const file of files) {
    const name = maskNumbersInName(file.name)
    const staged = await hall.db.ledger.stageAttachment({ ...file, name, caseId, stagedAt: hall.time.now() })
    if (!staged.ok) return staged
  }
  return ok(null)
}
