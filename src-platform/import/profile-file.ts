import { readFile } from 'node:fs/promises'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { checkInputFile, refuseIo } from './input-file.ts'

/** A profile of the given shape, or `bad-profile` naming each wrong member by its path (at most five). */
export async function readProfile<S extends z.ZodType>(path: string, shape: S): Promise<Result<z.infer<S>>> {
  const fits = await checkInputFile(path, 4)
  if (!fits.ok) return fits
  let json: unknown
  try {
    json = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    return error instanceof SyntaxError ? refuse('bad-profile', `${path}: not JSON: ${error.message}`) : refuseIo(path, error)
  }
  const parsed = shape.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const issues = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.') || '(root)'}: ${issue.message}`)
  return refuse('bad-profile', `${path}: ${issues.join('; ')}`)
}
