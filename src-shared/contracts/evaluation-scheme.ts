import { CountName } from '#shared/domain/evaluation/terms.ts'
import { z } from '#shared/kernel/zod.ts'

/** How a score is made: sum of rate (or 1 - rate, or a step table's points) x weight. Weights add up to 100. */
export const SchemeOut = z.object({
  id: z.string(),
  version: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  /** 'YYYY-MM-DD' from which it applies. */
  since: z.string(),
  /** The weights are the hall's own; the standard's are not known. */
  own: z.boolean(),
  source: z.string(),
  parts: z.array(z.object({ indicator: z.string(), weight: z.number(), better: z.enum(['higher', 'lower']) })),
  /** 奖励线: scores from here on earn the reward. */
  rewardFrom: z.number().nullable(),
  /** What the rates are divided by, where that is to be settled on site. */
  denominators: z.record(z.string(), CountName),
})
export type SchemeOut = z.infer<typeof SchemeOut>
