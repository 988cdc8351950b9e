import type { ActBody } from '#shared/domain/case/acts.ts'
import type { HiddenNumbers, Sealed } from '#shared/domain/case/case-row.ts'
import { hideNumbers, maskNumbersInName } from './find-numbers.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { memberAt, withMember } from '#shared/kernel/members.ts'

type Place = `${string}:${string}:${string}`

/** Whoever holds the hall's key: a seat before its ledger, the platform at its door for people online. */
export interface NumberSealer {
  seal(plain: string, place: Place): Sealed
  phoneKey(digits: string): string
}

/** Where people type; `place.address` is a way to a member. */
const textFields = ['description', 'notDuplicateBecause', 'words', 'reason', 'place.address'] as const

/**
 * An act as it may be written down: every telephone and identity number in its texts masked, and what was typed sealed beside
 * them, bound to case, act and field. An act without such numbers comes back as it is.
 */
export function hideNumbersIn(given: ActBody, caseId: CaseId, act: CmdId, sealer: NumberSealer): ActBody {
  const body = maskFileNames(given)
  const masked: [way: string, text: string][] = []
  const added: HiddenNumbers[] = []
  for (const field of textFields) {
    const typed = memberAt(body.args, field)
    const { text, hidden } = typeof typed === 'string' ? hideNumbers(typed) : { text: '', hidden: [] }
    if (hidden.length === 0) continue
    masked.push([field, text])
    const inside = hidden.map(({ at, plain }) => [at, plain])
    const phoneKeys = hidden.flatMap(({ digits }) => (digits === null ? [] : [sealer.phoneKey(digits)]))
    const sealed = sealer.seal(JSON.stringify(inside), placeOfHidden(caseId, act, field))
    added.push({ field, act, sealed, count: hidden.length, phoneKeys: [...new Set(phoneKeys)] })
  }
  if (added.length === 0) return body
  const args = masked.reduce<object>((before, [way, text]) => withMember(before, way, text), body.args)
  // The same action with the same members; only texts were exchanged for texts.
  return { ...body, args: { ...args, hidden: [...(body.args.hidden ?? []), ...added] } } as ActBody
}

/** Masked where they are staged, and never unmasked; here once more for those of a draft or a window that has older ones. */
function maskFileNames(body: ActBody): ActBody {
  if (body.action !== 'report' && body.action !== 'attach') return body
  const files = body.action === 'report' ? body.args.attachments : [body.args.attachment]
  const masked = files.map((file) => ({ ...file, name: maskNumbersInName(file.name) }))
  if (masked.every(({ name }, at) => name === files[at]?.name)) return body
  if (body.action === 'report') return { ...body, args: { ...body.args, attachments: masked } }
  const [attachment = body.args.attachment] = masked
  return { ...body, args: { ...body.args, attachment } }
}

/** Where the numbers of a field belong; sealed for another act or field they do not open. */
export function placeOfHidden(caseId: CaseId, act: CmdId, field: string): Place {
  return `case:${caseId}:${act}.${field}`
}
