import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { checkInputFile } from './input-file.ts'
import { shapeFaults } from './shape-fault.ts'
import { readUtf8 } from './text-encoding.ts'

/** A profile of the given shape, or `bad-profile` naming each wrong member by its path (at most five). */
export async function readProfile<S extends z.ZodType>(path: string, shape: S): Promise<Result<z.infer<S>>> {
  const fits = await checkInputFile(path, 4)
  if (!fits.ok) return fits
  const text = await readUtf8(path)
  if (!text.ok) return text
  let json: unknown
  try {
    json = JSON.parse(text.value)
  } catch (error) {
    return refuse('bad-profile', `${path}: not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  const parsed = shape.safeParse(json)
  if (parsed.success) return ok(parsed.data)
  const faults = shapeFaults(parsed.error.issues).slice(0, 5)
  return refuse('bad-profile', `${path}: ${faults.join('; ')}`)
}
