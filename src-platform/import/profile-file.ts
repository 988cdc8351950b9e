import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { shapeFaults } from './shape-fault.ts'
import { readJson } from './text-encoding.ts'

const MAX_MIB = 4

/** A profile of the given shape, or `bad-profile` naming each wrong member by its path (at most five). */
export async function readProfile<S extends z.ZodType>(path: string, shape: S): Promise<Result<z.infer<S>>> {
  const json = await readJson(path, MAX_MIB, 'bad-profile')
  if (!json.ok) return json
  const parsed = shape.safeParse(json.value)
  if (parsed.success) return ok(parsed.data)
  const faults = shapeFaults(parsed.error.issues).slice(0, 5)
  return refuse('bad-profile', `${path}: ${faults.join('; ')}`)
}
