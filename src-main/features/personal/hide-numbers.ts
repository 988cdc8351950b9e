import type { HiddenNumbers } from '#shared/domain/case/case-row.ts'
import { hideNumbers } from '#shared/domain/personal/find-numbers.ts'
import { placeOfHidden } from '#shared/domain/personal/hide-in-act.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Sealer } from './sealer.ts'

/** What is sealed of one field: where each mask stands in the kept text, and what was typed there. */
const Hidden = z.array(z.tuple([z.int(), z.string()]))

export interface HiddenNumber {
  readonly at: number
  readonly plain: string
  readonly masked: string
}

/** What stands behind the masks of one field. */
export function openHidden(hidden: HiddenNumbers, caseId: CaseId, sealer: Sealer): Result<readonly HiddenNumber[]> {
  const opened = sealer.open(hidden.sealed, placeOfHidden(caseId, hidden.act, hidden.field))
  if (!opened.ok) return opened
  // Sealed by a seat or the platform, so it has this shape.
  return ok(Hidden.parse(JSON.parse(opened.value)).map(([at, plain]) => ({ at, plain, masked: hideNumbers(plain).text })))
}
