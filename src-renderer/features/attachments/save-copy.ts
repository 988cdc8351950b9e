import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Desk } from '#renderer/desk/index.ts'
import { readFile } from './read-file.ts'

/** Hands the operator a copy, as any download, once the audit trail has it. */
export async function saveCopy(desk: Desk, caseId: CaseId, file: Attachment): Promise<Result<null>> {
  const noted = await desk.call.audit.record({ what: 'export', subject: `attachment ${file.hash}` })
  if (!noted.ok) return noted
  const read = await readFile(desk, caseId, file)
  if (!read.ok) return read
  // As bytes of no kind: whatever is in it, the browser saves it and opens nothing.
  const url = URL.createObjectURL(new Blob([read.value], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  // The browser has taken hold of it by the next turn; the memory is ours to give back.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 0)
  return ok(null)
}
