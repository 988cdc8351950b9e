import { MOST_READ_BYTES } from '#shared/contracts/attachments.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Desk } from '#renderer/desk/index.ts'

interface Reading {
  readonly signal?: AbortSignal
  /** Bytes here so far. */
  readonly onRead?: (bytes: number) => void
}

/** A file that is on this machine, as a Blob: the browser keeps large ones on disk by itself. */
export async function readFile(desk: Desk, caseId: CaseId, file: Attachment, reading: Reading = {}): Promise<Result<Blob>> {
  const { signal, onRead } = reading
  const parts: Blob[] = []
  for (let from = 0; from < file.size && signal?.aborted !== true; ) {
    const read = await desk.call.attachments.read({ caseId, hash: file.hash, from, length: MOST_READ_BYTES })
    if (!read.ok) return read
    if (read.value.bytes.byteLength === 0) break
    parts.push(new Blob([new Uint8Array(read.value.bytes)]))
    from += read.value.bytes.byteLength
    onRead?.(from)
  }
  return ok(new Blob(parts, { type: file.mime }))
}
