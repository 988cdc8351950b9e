import { RefusalError, ok } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'

/** What a failure of SQLite or of the file system means for the operator; undefined when it is a programming error. */
export function storageRefusal(error: unknown): Refusal | undefined {
  if (error instanceof RefusalError) return error.refusal
  if (isUnreadableJson(error)) return { code: 'storage-failed', detail: 'JSON' }
  const code = codeOf(error)
  if (code === undefined) return undefined
  // Opening a WAL file on a full disk fails while its shared memory is made.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE')
    return { code: 'disk-full' }
  if (isProgrammingError(code)) return undefined
  return { code: 'storage-failed', detail: code }
}

/** Is the file itself damaged, so that a rebuildable one should be remade? */
export function isDamaged(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || isUnreadableJson(error)
}

/** What we store as JSON is JSON: an index, a query or a reader that meets anything else has met damage. */
function isUnreadableJson(error: unknown): boolean {
  return error instanceof SyntaxError || (codeOf(error) === 'SQLITE_ERROR' && error instanceof Error && error.message === 'malformed JSON')
}

const OTHER_SCHEMA = /^(no such (column|table|index)|table \S+ has no column)/

/** Asked of a file whose tables must be ours: a name that is not there has been damaged in the file's own list of them. */
export function isOtherSchema(error: unknown): error is Error {
  return codeOf(error) === 'SQLITE_ERROR' && error instanceof Error && OTHER_SCHEMA.test(error.message)
}

/** The disk did not do what it was asked, and what of it is there nobody knows. */
export function isDiskFailure(error: unknown): error is Error & { readonly code: string } {
  const code = codeOf(error) ?? ''
  return code.startsWith('SQLITE_IOERR') && code !== 'SQLITE_IOERR_SHMSIZE'
}

export function isBusy(error: unknown): boolean {
  return (codeOf(error) ?? '').startsWith('SQLITE_BUSY')
}

/** The value, or the refusal that a storage failure means; programming errors pass through. */
export function storing<T>(work: () => T): Result<T> {
  try {
    return ok(work())
  } catch (error) {
    const refusal = storageRefusal(error)
    if (refusal === undefined) throw error
    return { ok: false, error: refusal }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function isProgrammingError(code: string): boolean {
  return (
    code.startsWith('SQLITE_CONSTRAINT') ||
    ['SQLITE_ERROR', 'SQLITE_MISUSE', 'SQLITE_MISMATCH', 'SQLITE_RANGE'].includes(code) ||
    code.startsWith('ERR_')
  )
}
