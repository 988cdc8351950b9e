// What each step asks of a person, from the life cycle table: the panel shows exactly these fields, and what it gathers becomes
// the body of an act.
import { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { lifeCycle } from '#shared/domain/life-cycle/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

export type AskedField = 'department' | 'inspector' | 'conditionId' | 'areaGrade' | 'urgent' | 'until' | 'yes' | 'words' | 'reason'

/** What has been filled in; empty where nothing was. `yes`: confirmed, fixed, satisfied, as the action asks. */
export interface ActionAnswers {
  department: string
  inspector: string
  conditionId: string
  areaGrade: 'A' | 'B' | 'C'
  urgent: boolean
  until: number | null
  yes: boolean | null
  words: string
}

export type Missing = 'reason' | 'words' | 'department' | 'inspector' | 'conditionId' | 'until' | 'yes' | 'notFixed'

type AskedRow = Pick<CaseRow, 'conditionId' | 'areaGrade' | 'urgent' | 'inspector' | 'checkResult'>

const yesFields: Readonly<Partial<Record<CaseAction, string>>> = { 'answer-verify': 'confirmed', 'answer-check': 'fixed', 'call-back': 'satisfied' }

/** The fields in the order in which they are asked. Files are attached elsewhere. */
export function askedFields(action: CaseAction): AskedField[] {
  const spec = lifeCycle[action]
  const asked = spec.needs.flatMap((need): AskedField[] => (isAsked(need) ? [need] : Object.values(yesFields).includes(need) ? ['yes'] : []))
  const more: AskedField[] = action === 'file' ? ['urgent'] : []
  return [...asked, ...more, ...(spec.words === null ? [] : [spec.words.required ? 'reason' as const : 'words' as const])]
}

const askable: readonly string[] = ['department', 'inspector', 'conditionId', 'areaGrade', 'until'] satisfies AskedField[]
const isAsked = (need: string): need is AskedField => askable.includes(need)

/** Begins with what the case already says; nothing else is chosen for the operator. */
export function emptyAnswers(row: AskedRow): ActionAnswers {
  return {
    department: '', inspector: row.inspector ?? '', conditionId: row.conditionId ?? '', areaGrade: row.areaGrade, urgent: row.urgent, until: null, yes: null, words: '',
  }
}

/** What must still be said before the step can be taken, in the order of the fields. */
export function missingAnswers(action: CaseAction, answers: ActionAnswers, row: AskedRow): Missing[] {
  const missing = askedFields(action).flatMap((field): Missing[] => {
    if (field === 'reason' && answers.words.trim() === '') return [lifeCycle[action].words?.field === 'reason' ? 'reason' : 'words']
    if (field === 'until' && answers.until === null) return ['until']
    if (field === 'yes' && answers.yes === null) return ['yes']
    if ((field === 'department' || field === 'inspector' || field === 'conditionId') && answers[field] === '') return [field]
    return []
  })
  // 强制结案: closing although the check failed must be explained.
  return action === 'close' && row.checkResult === false && answers.words.trim() === '' ? [...missing, 'notFixed'] : missing
}

/** The act as it goes to the host; 'field-required' names the first field that does not fit. */
export function actBodyOf(action: CaseAction, answers: ActionAnswers): Result<ActBody> {
  const read = ActBody.safeParse({ action, args: argsOf(action, answers) })
  return read.success ? ok(read.data) : refuse('field-required', String(read.error.issues[0]?.path.at(-1) ?? ''))
}

function argsOf(action: CaseAction, answers: ActionAnswers): Record<string, unknown> {
  const said = lifeCycle[action].words
  const yes = yesFields[action]
  const needs = Object.fromEntries(askedFields(action).filter((field) => field in answers && field !== 'words' && field !== 'yes').map((field) => [field, answers[field as keyof ActionAnswers]]))
  return {
    ...needs,
    ...(said === null ? {} : { [said.field]: answers.words }),
    ...(yes === undefined ? {} : { [yes]: answers.yes }),
    ...(action === 'refuse' ? { duplicateOf: null } : {}),
  }
}
