// What the authority decides about a command: a refusal, or the case's next row. In this order: who, on what, then the rules.
import { sql } from 'kysely'
import type { Act } from '#shared/domain/case/acts.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { Folded } from '#shared/domain/case/fold.ts'
import { readAct } from '#shared/domain/case/read-act.ts'
import { isReportTooLate } from '#shared/domain/case/report-time.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import { findEntity } from '../store/entities.ts'
import type { Hall } from '../store/hall.ts'
import type { Tx } from '../store/migrations/migration.ts'
import type { ArrivedCommand } from './arrived-command.ts'
import { hadToDoWith } from './case-file.ts'
import type { CaseFile } from './case-file.ts'
import { isLeasedTo } from './numbers.ts'
import { findSettled } from './outcome-store.ts'
import type { ReferenceData } from './reference-data.ts'

export interface Judgement {
  readonly tx: Tx
  readonly hall: Hall
  readonly data: ReferenceData
  readonly file: CaseFile
  /** When the act counts, and whether that is in doubt. */
  readonly time: { readonly at: number; readonly timeDoubt: boolean }
  /** Platform time of the receipt. */
  readonly now: number
}

export async function judge(scene: Judgement, command: ArrivedCommand): Promise<Result<Folded>> {
  if (command.fault !== null) return refuse(command.fault.code, command.fault.detail)
  const entitled = await findEntitled(scene, command)
  if (!entitled.ok) return entitled
  const act = readAct(actOf(command, entitled.value.name, scene.time))
  if (!act.ok) return act
  const base = await checkBase(scene, command)
  if (!base.ok) return base
  // Asked only now: a department that lost the case is better told who moved it on.
  const { row } = scene.file
  if (row === null && command.action === 'report' && isReportTooLate(scene.time.at, scene.now)) return refuse('report-too-late', 'at')
  if (act.value.post === 'department' && row !== null && row.department !== entitled.value.department)
    return refuse('forbidden', 'department')
  const asked = await checkInspectors(scene, command, act.value)
  if (!asked.ok) return asked
  const number = await checkNumber(scene, command, act.value)
  if (!number.ok) return number
  return fold(scene, act.value)
}

/** The fold under the hall's data; also for acts of the platform itself. */
export function fold({ data, file }: Pick<Judgement, 'data' | 'file'>, act: Act): Result<Folded> {
  if (data.catalogue === undefined) return refuse('guard-failed', 'no catalogue')
  if (data.calendar === undefined) return refuse('guard-failed', 'no calendar')
  const { catalogue, calendar, departments } = data
  return foldAct(file.row, act, { catalogue, calendar, departments, flowCount: file.flowCount })
}

function actOf({ envelope }: ArrivedCommand, personName: string, { at, timeDoubt }: Judgement['time']): unknown {
  const { id, caseId, person, post, seat, offline, body } = envelope
  return { id, caseId, at, person, personName, post, seat, offline, timeDoubt, body }
}

/** Whoever acts must hold the post. */
async function findEntitled({ tx, hall }: Judgement, { envelope }: ArrivedCommand): Promise<Result<PersonRow>> {
  const found = await findEntity(tx, hall.id, 'person', envelope.person)
  if (found === undefined) return refuse('not-rostered', envelope.person)
  const person = PersonRow.parse(found.row)
  if (!person.active) return refuse('not-rostered', envelope.person)
  if (!person.posts.includes(envelope.post)) return refuse('wrong-post', envelope.post)
  return ok(person)
}

/** A life-cycle act must build on the case as it is; acts that commute only must not hang on something rejected. */
async function checkBase({ tx, hall, file }: Judgement, { envelope, action }: ArrivedCommand): Promise<Result<null>> {
  const { base } = envelope
  const compares = action !== 'report' && action !== 'unknown' && raisesVersion(action)
  if (base === null) return compares ? refuse('stale-base', 'base') : ok(null)
  if ('ver' in base) return compares && base.ver !== file.row?.ver ? refuse('stale-base') : ok(null)
  const before = (await findSettled(tx, hall, [base.after])).get(base.after)
  const after = before?.outcome
  if (after?.result === 'rejected') return refuse('depends-on-rejected', base.after)
  if (after === undefined && envelope.seat !== null) return refuse('base-not-arrived', base.after)
  if (after?.result !== 'accepted') return refuse('stale-base', `after ${base.after}`)
  // Versions of two cases may be the same number.
  const isOfCase = before?.caseId === envelope.caseId
  return compares && !(isOfCase && after.ver === file.row?.ver) ? refuse('stale-base') : ok(null)
}

/** Who is sent out must be able to go; an inspector without a seat adds to cases that were theirs to look at. */
async function checkInspectors({ tx, hall, file }: Judgement, { envelope }: ArrivedCommand, act: Act): Promise<Result<null>> {
  const { body, caseId } = act
  if (body.action === 'send-verify' || body.action === 'send-check') {
    const found = await findEntity(tx, hall.id, 'person', body.args.inspector)
    const person = found === undefined ? undefined : PersonRow.parse(found.row)
    const canGo = person?.active === true && person.posts.includes('inspector')
    return canGo ? ok(null) : refuse('not-rostered', body.args.inspector)
  }
  const isByTheWay = body.action === 'note' || body.action === 'attach'
  if (!isByTheWay || envelope.seat !== null || envelope.post !== 'inspector' || file.row === null) return ok(null)
  return (await hadToDoWith(tx, hall.id, caseId, [envelope.person])) ? ok(null) : refuse('forbidden', 'inspector')
}

/** 案卷号 of a report: out of a block leased to whoever reports, and not yet used. */
async function checkNumber({ tx, hall, data }: Judgement, { envelope }: ArrivedCommand, act: Act): Promise<Result<null>> {
  if (act.body.action !== 'report') return ok(null)
  const { no } = act.body.args
  const holder = envelope.seat === null ? `person:${envelope.person}` : `seat:${envelope.seat}`
  if (!(await isLeasedTo(tx, hall.id, holder, no, data.settings?.district))) return refuse('number-not-leased', no)
  const { rows } =
    await sql`SELECT 1 FROM entity WHERE hall = ${hall.id} AND kind = 'case' AND row->>'no' = ${no} AND id <> ${act.caseId}`.execute(
      tx,
    )
  if (rows.length > 0) return refuse('number-not-leased', no)
  return checkExternalId(tx, hall.id, act.body.args.externalId)
}

async function checkExternalId(tx: Tx, hall: string, externalId: string | null): Promise<Result<null>> {
  if (externalId === null) return ok(null)
  const taken = await tx
    .selectFrom('entity')
    .select('id')
    .where('hall', '=', hall)
    .where('kind', '=', 'case')
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  return taken === undefined ? ok(null) : refuse('case-exists', externalId)
}
