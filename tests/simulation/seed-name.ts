import { z } from 'zod'
import type { Plan } from './plan.ts'

/** A hall: a seed's story, under its own chance (variant 0) or another. */
export type Hall = Pick<Plan, 'seed' | 'variant'>

/** `14`, or `14/3` for its third variant. */
export const nameOf = ({ seed, variant }: Hall): string => (variant === 0 ? String(seed) : `${seed}/${variant}`)

export const hallSchema = z
  .string()
  .regex(/^[1-9]\d*(?:\/[1-9]\d*)?$/)
  .transform((name): Hall => {
    const [seed = 0, variant = 0] = name.split('/').map(Number)
    return { seed, variant }
  })
