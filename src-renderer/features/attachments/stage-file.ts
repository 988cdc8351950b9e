import { PIECE_BYTES } from '#shared/contracts/attachments.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Desk } from '#renderer/desk/index.ts'

export interface StageOrder {
  readonly caseId: CaseId
  readonly file: File
  readonly use: Attachment['use']
  /** It is for a form, which is sent with its name. */
  readonly forDraft: boolean
  readonly onProgress: (taken: number) => void
  readonly signal: AbortSignal
}

/** Hands a file to the host piece by piece; one piece is in memory, whatever the file's size. */
export async function stageFile(desk: Desk, order: StageOrder): Promise<Result<Attachment>> {
  const { caseId, file, use, forDraft, onProgress, signal } = order
  const { begin, append, cancel, finish } = desk.call.attachments
  const begun = await begin({ caseId, name: file.name.slice(0, 1_000), size: file.size, use, forDraft })
  if (!begun.ok) return begun
  const { upload } = begun.value
  for (let offset = 0; offset < file.size; ) {
    const bytes = signal.aborted ? null : await read(file, offset)
    if (bytes === null || bytes.byteLength === 0) {
      await cancel({ upload })
      return refuse(signal.aborted ? 'cancelled' : 'file-changed', file.name)
    }
    const taken = await append({ upload, offset, bytes })
    if (!taken.ok) return taken
    offset = taken.value.offset
    onProgress(offset)
  }
  if (signal.aborted) {
    await cancel({ upload })
    return refuse('cancelled', file.name)
  }
  return finish({ upload })
}

/** Null when the file was removed or changed since it was chosen. */
async function read(file: File, offset: number): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.slice(offset, offset + PIECE_BYTES).arrayBuffer())
  } catch {
    // The browser says NotReadableError; the caller puts it into words.
    return null
  }
}
