import type { DraftForm, Draft } from '#shared/contracts/intake.contract.ts'
import type { Saved } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { actArgs } from '#shared/domain/case/acts.ts'
import type { ActBody, ReportArgs } from '#shared/domain/case/acts.ts'
import { mergeNote } from '#shared/domain/case/merge-note.ts'
import { DepartmentId } from '#shared/kernel/ids.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { filesOfDraft, stageForCase } from '../attachments/index.ts'
import { phoneIn, seenOf } from '../cases/index.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import { factsAt } from './place-facts.ts'

export type UpTo = 'report' | 'accept' | 'file' | 'dispatch'

/** The form as the act that makes the case: names and numbers sealed, the place completed from the map. */
async function reportArgs(hall: Hall, draft: Draft, form: DraftForm): Promise<Result<ReportArgs>> {
  if (draft.no === null) return refuse('numbers-exhausted')
  if (form.classCode === '') return refuse('field-required', 'classCode')
  if (form.description.trim() === '') return refuse('field-required', 'description')
  if (form.lng === null || form.lat === null) return refuse('field-required', 'place')
  const files = await filesOfDraft(hall, draft.caseId, form.attachments)
  if (!files.ok) return files
  const facts = await factsAt(hall, form.lng, form.lat)
  const phone = form.reporterPhone.trim()
  const digits = (await phoneIn(hall, phone))?.digits
  return ok({
    no: draft.no,
    source: 'hotline',
    classCode: form.classCode,
    conditionId: form.conditionId === '' ? null : form.conditionId,
    areaGrade: facts.areaGrade,
    description: form.description.trim(),
    place: {
      ...facts.place,
      address: form.address.trim() === '' ? facts.place.address : form.address.trim(),
      component: form.component === '' ? null : form.component,
    },
    reporterName:
      form.reporterName.trim() === '' ? null : hall.sealer.seal(form.reporterName.trim(), `case:${draft.caseId}:reporterName`),
    reporterPhone: phone === '' ? null : hall.sealer.seal(digits ?? phone, `case:${draft.caseId}:reporterPhone`),
    phoneKey: digits === undefined ? null : hall.sealer.phoneKey(digits),
    wantsCallBack: form.wantsCallBack,
    foundAt: form.foundAt,
    urgent: form.urgent,
    notDuplicateBecause: form.notDuplicateBecause.trim() === '' ? null : form.notDuplicateBecause.trim(),
    attachments: files.value,
    externalId: null,
  })
}

/** report, then as far as asked for; each step needs what its act needs, and is refused by name when the form lacks it. */
function stepsUpTo(upTo: UpTo, report: ReportArgs, form: DraftForm): Result<ActBody[]> {
  const bodies: ActBody[] = [{ action: 'report', args: report }]
  if (upTo === 'report') return ok(bodies)
  bodies.push({ action: 'accept', args: { words: '' } })
  if (upTo === 'accept') return ok(bodies)
  if (report.conditionId === null) return refuse('field-required', 'conditionId')
  bodies.push({
    action: 'file',
    args: { conditionId: report.conditionId, areaGrade: report.areaGrade, urgent: report.urgent, words: '' },
  })
  if (upTo === 'file') return ok(bodies)
  const department = DepartmentId.safeParse(form.department)
  if (!department.success) return refuse('field-required', 'department')
  bodies.push({ action: 'dispatch', args: { department: department.data, words: '' } })
  return ok(bodies)
}

export async function submitDraft(
  hall: Hall,
  writer: CommandWriter,
  draft: Draft,
  form: DraftForm,
  upTo: UpTo,
  session: SignedIn,
): Promise<Result<Saved>> {
  const report = await reportArgs(hall, draft, form)
  if (!report.ok) return report
  const bodies = stepsUpTo(upTo, report.value, form)
  if (!bodies.ok) return bodies
  const intent = { caseId: draft.caseId, no: report.value.no, row: null, flowCount: 0, bodies: bodies.value }
  // Ended with what it became: a machine that stops in between would offer it again.
  return writer.write(intent, session, null, draft.id)
}

/** The caller meant a case that exists: what they said becomes a note there, their pictures are added to it. */
export async function mergeDraft(
  hall: Hall,
  writer: CommandWriter,
  { id, caseId }: Pick<Draft, 'id' | 'caseId'>,
  form: DraftForm,
  into: CaseId,
  session: SignedIn,
): Promise<Result<Saved>> {
  const found = await hall.db.cache.caseById(into)
  if (found === null) return refuse('not-found', into)
  if (form.description.trim() === '') return refuse('field-required', 'description')
  const words = mergeNote(form, found.row.place.address)
  if (!actArgs.note.safeParse({ words }).success) return refuse('too-large', 'description')
  const files = await filesOfDraft(hall, caseId, form.attachments)
  if (!files.ok) return files
  const attach = files.value.map((attachment): ActBody => ({ action: 'attach', args: { attachment } }))
  const bodies: ActBody[] = [{ action: 'note', args: { words } }, ...attach]
  const intent = { caseId: into, no: found.row.no, ...seenOf(found), bodies }
  // What cannot be done leaves none of the caller's pictures with a case that is not theirs.
  const planned = await writer.plan(intent, session)
  if (!planned.ok) return planned
  const staged = await stageForCase(hall, into, files.value)
  if (!staged.ok) return staged
  // As above; here the note would be made twice.
  return writer.write(intent, session, null, id)
}
