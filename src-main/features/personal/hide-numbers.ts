import type { ActBody } from '#shared/domain/case/acts.ts'
import type { HiddenNumbers } from '#shared/domain/case/case-row.ts'
import { hideNumbers } from '#shared/domain/personal/find-numbers.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { memberAt, withMember } from '#shared/kernel/members.ts'
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

/** Where people type; `place.address` is a way to a member. */
const textFields = ['description', 'notDuplicateBecause', 'words', 'reason', 'place.address', 'attachment.name'] as const

/**
 * An act as it may enter the ledger: every telephone and identity number in its texts masked, and what was typed sealed beside
 * them, bound to case, act and field. An act without such numbers comes back as it is.
 */
export function hideNumbersIn(body: ActBody, caseId: CaseId, act: CmdId, sealer: Sealer): ActBody {
  const masked: [way: string, text: string][] = []
  const added: HiddenNumbers[] = []
  for (const field of textFields) {
    const typed = memberAt(body.args, field)
    const { text, hidden } = typeof typed === 'string' ? hideNumbers(typed) : { text: '', hidden: [] }
    if (hidden.length === 0) continue
    masked.push([field, text])
    const inside = hidden.map(({ at, plain }) => [at, plain])
    const phoneKeys = hidden.flatMap(({ digits }) => (digits === null ? [] : [sealer.phoneKey(digits)]))
    const sealed = sealer.seal(JSON.stringify(inside), placeOf(caseId, act, field))
    added.push({ field, act, sealed, count: hidden.length, phoneKeys: [...new Set(phoneKeys)] })
  }
  if (added.length === 0) return body
  const args = masked.reduce<object>((before, [way, text]) => withMember(before, way, text), body.args)
  // The same action with the same members; only texts were exchanged for texts.
  return { ...body, args: { ...args, hidden: [...(body.args.hidden ?? []), ...added] } } as ActBody
}

/** What stands behind the masks of one field. */
export function openHidden(hidden: HiddenNumbers, caseId: CaseId, sealer: Sealer): Result<readonly HiddenNumber[]> {
  const opened = sealer.open(hidden.sealed, placeOf(caseId, hidden.act, hidden.field))
  if (!opened.ok) return opened
  // Sealed by a seat, so it has this shape.
  return ok(Hidden.parse(JSON.parse(opened.value)).map(([at, plain]) => ({ at, plain, masked: hideNumbers(plain).text })))
}

function placeOf(caseId: CaseId, act: CmdId, field: string): `${string}:${string}:${string}` {
  return `case:${caseId}:${act}.${field}`
}
