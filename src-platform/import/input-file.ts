import { stat } from 'node:fs/promises'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

const MiB = 1024 * 1024

/** Says why a file cannot be read in words a person can act on. */
export function refuseIo(path: string, error: unknown): Result<never> {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  const words: Record<string, string> = { ENOENT: 'no such file', EACCES: 'no permission to read it', EISDIR: 'it is a folder' }
  return refuse('file-not-readable', `${path}: ${words[reason] ?? reason}`)
}

/** A plain file within the size bound, or why not. */
export async function checkInputFile(path: string, maxMiB: number): Promise<Result<{ readonly sizeBytes: number }>> {
  try {
    const found = await stat(path)
    if (!found.isFile()) return refuse('file-not-readable', `${path}: not a plain file`)
    if (found.size === 0) return refuse('bad-file', `${path}: it is empty`)
    if (found.size > maxMiB * MiB)
      return refuse('too-large', `${path}: ${Math.ceil(found.size / MiB)} MiB, at most ${maxMiB} MiB`)
    return ok({ sizeBytes: found.size })
  } catch (error) {
    return refuseIo(path, error)
  }
}
