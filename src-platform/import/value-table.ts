import { z } from '#shared/kernel/zod.ts'

/** A foreign value to ours; `otherwise` null refuses what is not listed with `unmapped-value`. */
export const valueTable = <V extends z.ZodType>(value: V) =>
  z.strictObject({ map: z.record(z.string().max(200), value), otherwise: value.nullable() })
