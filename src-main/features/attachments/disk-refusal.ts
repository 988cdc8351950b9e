import type { Refusal } from '#shared/kernel/result.ts'

/** What a failure of the file system means for the operator; anything else is a programming error and is thrown on. */
export function diskRefusal(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === undefined || code.startsWith('ERR_')) throw error
  return code === 'ENOSPC' || code === 'EDQUOT' ? { code: 'disk-full' } : { code: 'storage-failed', detail: code }
}
