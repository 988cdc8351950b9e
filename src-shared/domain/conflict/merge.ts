// 逐项合并: an act with arguments of both sides, to be done on the case as it stands now.
import { actArgs } from '#shared/domain/case/acts.ts'
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { memberAt, withMember } from '#shared/kernel/members.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { comparedValue } from './compare-rows.ts'
import type { ComparedField } from './compare-rows.ts'

export type Side = 'mine' | 'theirs'
/** Chosen side by field; what is not named is mine. */
export type Sides = Readonly<Partial<Record<string, Side>>>

type Arguments = Readonly<Partial<Record<ComparedField, string>>>

const place: Arguments = { address: 'place.address', grid: 'place.grid', component: 'place.component' }

/** Fields that an act itself decides, and the argument that says so. All others follow from the step and are not to be chosen. */
const argumentsOf: Readonly<Partial<Record<CaseAction, Arguments>>> = {
  'report': {
    classCode: 'classCode',
    conditionId: 'conditionId',
    areaGrade: 'areaGrade',
    urgent: 'urgent',
    description: 'description',
    ...place,
  },
  'file': { conditionId: 'conditionId', areaGrade: 'areaGrade', urgent: 'urgent' },
  'refuse': { duplicateOf: 'duplicateOf' },
  'dispatch': { department: 'department' },
  're-dispatch': { department: 'department' },
  'send-verify': { inspector: 'inspector' },
  'send-check': { inspector: 'inspector' },
  'put-on-account': { onAccountUntil: 'until' },
}

/** Does the act decide any field, so that its sides can be chosen one by one? */
export function mergeable(action: CaseAction): boolean {
  return argumentsOf[action] !== undefined
}

/** The fields among those that differ whose side a person may choose. */
export function openFields(body: ActBody, theirs: CaseRow | null, differing: readonly ComparedField[]): ComparedField[] {
  const own = argumentsOf[body.action] ?? {}
  return differing.filter((field) => {
    const way = own[field]
    return way !== undefined && theirs !== null && memberAt(body.args, way) !== comparedValue(theirs, field)
  })
}

/**
 * The act with the chosen sides. Refuses 'nothing-to-merge' where the act decides no field or nobody else's is known, and
 * 'bad-request' naming the argument where the other side's value does not fit the act (nobody there yet, for example).
 */
export function mergeBody(body: ActBody, sides: Sides, theirs: CaseRow | null): Result<ActBody> {
  const own = argumentsOf[body.action]
  if (own === undefined || theirs === null) return refuse('nothing-to-merge', body.action)
  let args: object = body.args
  for (const [field, way] of Object.entries(own) as [ComparedField, string][]) {
    if (sides[field] === 'theirs') args = withMember(args, way, comparedValue(theirs, field))
  }
  const read = actArgs[body.action].safeParse(args)
  if (!read.success) return refuse('bad-request', read.error.issues[0]?.path.join('.') ?? body.action)
  // The schema was looked up by the action, so the pair is one of `ActBody`.
  return ok({ action: body.action, args: read.data } as ActBody)
}

/**
 * The act by which the same end is reached from where the case stands now: a case that somebody has dispatched meanwhile is
 * dispatched anew as 改派, one that has come back as 派遣; any other act stays what it is. Refuses 'reason-required' where the other
 * act needs words that were not said, 'merge-changes-nothing' where the case is with that department already.
 */
export function actNow(body: ActBody, row: CaseRow | null, words: string | null): Result<ActBody> {
  const said = words?.trim() ?? ''
  if (body.action === 'dispatch' && row?.state === 'handling') {
    const { department, words: before } = body.args
    const reason = said === '' ? before : said
    if (department === row.department) return refuse('merge-changes-nothing', 'department')
    return reason === '' ? refuse('reason-required', 'reason') : ok({ action: 're-dispatch', args: { department, reason } })
  }
  if (body.action === 're-dispatch' && row?.state === 'filed') {
    const { department, reason } = body.args
    return ok({ action: 'dispatch', args: { department, words: said === '' ? reason : said } })
  }
  if (body.action === 're-dispatch' && body.args.department === row?.department)
    return refuse('merge-changes-nothing', 'department')
  return ok(body)
}
