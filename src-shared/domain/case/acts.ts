// What is said when something is done to a case. The same shapes travel from a window's form through the
// ledger to the platform, so a form's schema is the contract's schema is the command's schema.
import { CaseId, CaseNo, CmdId, DepartmentId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { Attachment, CasePlace, HiddenNumbers, Instant, MOST_FILES, Sealed, storableText } from './case-row.ts'
import { CaseSource, Post } from './terms.ts'
import type { CaseAction } from './terms.ts'

const words = storableText.trim().max(2000)
const reason = words.min(1)
/** Personal numbers masked in the act's texts; only seats add it, who hold the hall key. */
const hidden = z.array(HiddenNumbers).max(8).optional()

/** Arguments of `report`, the act that makes a case. */
export const ReportArgs = z.object({
  no: CaseNo,
  source: CaseSource,
  classCode: storableText.max(16),
  conditionId: storableText.max(24).nullable(),
  areaGrade: z.enum(['A', 'B', 'C']),
  description: storableText.trim().min(1).max(4000),
  place: CasePlace,
  reporterName: Sealed.nullable(),
  reporterPhone: Sealed.nullable(),
  phoneKey: storableText.max(64).nullable(),
  wantsCallBack: z.boolean(),
  foundAt: Instant.nullable(),
  urgent: z.boolean(),
  /** Why a suspected duplicate was filed all the same. */
  notDuplicateBecause: words.nullable(),
  attachments: z.array(Attachment).max(MOST_FILES),
  externalId: storableText.max(120).nullable(),
  hidden,
})
export type ReportArgs = z.infer<typeof ReportArgs>

const fields = {
  'report': ReportArgs,
  'accept': z.object({ words, hidden }),
  'send-verify': z.object({ inspector: PersonId, words, hidden }),
  'answer-verify': z.object({ confirmed: z.boolean(), words, hidden }),
  'file': z.object({ conditionId: storableText.max(24), areaGrade: z.enum(['A', 'B', 'C']), urgent: z.boolean(), words, hidden }),
  'refuse': z.object({ reason, duplicateOf: CaseId.nullable(), hidden }),
  'void': z.object({ reason, hidden }),
  'dispatch': z.object({ department: DepartmentId, words, hidden }),
  'return': z.object({ reason, hidden }),
  're-dispatch': z.object({ department: DepartmentId, reason, hidden }),
  'answer': z.object({ words: reason, hidden }),
  'request-extension': z.object({ reason, hidden }),
  'approve-extension': z.object({ words, hidden }),
  'refuse-extension': z.object({ reason, hidden }),
  'put-on-account': z.object({ reason, until: Instant, hidden }),
  'resume': z.object({ words, hidden }),
  'send-check': z.object({ inspector: PersonId, words, hidden }),
  'answer-check': z.object({ fixed: z.boolean(), words, hidden }),
  'rework': z.object({ reason, hidden }),
  'close': z.object({ words, hidden }),
  'close-self-handled': z.object({ words, hidden }),
  'appeal': z.object({ reason, hidden }),
  'grant-appeal': z.object({ words, hidden }),
  'refuse-appeal': z.object({ reason, hidden }),
  'supervise': z.object({ reason, hidden }),
  'urge': z.object({ words, hidden }),
  'call-back': z.object({ satisfied: z.boolean(), words, hidden }),
  'note': z.object({ words: reason, hidden }),
  'attach': z.object({ attachment: Attachment, hidden }),
} as const satisfies Record<CaseAction, z.ZodType>

/** Argument schema of every action. */
export const actArgs = fields
export type ActArgs = { [A in CaseAction]: z.infer<(typeof fields)[A]> }

/** `{action, args}` with the arguments that belong to the action. */
export type ActBody = { [A in CaseAction]: { action: A; args: ActArgs[A] } }[CaseAction]

const actions = Object.keys(fields) as CaseAction[]
const bodies = actions.map((action) => z.object({ action: z.literal(action), args: fields[action] }))
export const ActBody = z.discriminatedUnion(
  'action',
  bodies as unknown as [(typeof bodies)[number]],
) as unknown as z.ZodType<ActBody>

/** Who, when and where; the body apart. */
export const ActEnvelope = z.object({
  id: CmdId,
  caseId: CaseId,
  at: Instant,
  person: PersonId.nullable(),
  personName: storableText.max(60),
  post: Post,
  seat: SeatId.nullable(),
  offline: z.boolean(),
  timeDoubt: z.boolean(),
})

/** An act with who, when and where: everything the fold needs. */
export interface Act extends Readonly<z.infer<typeof ActEnvelope>> {
  readonly body: ActBody
}
