import type { DraftForm } from '#shared/contracts/intake.contract.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'
import type { Reach } from './posts.ts'

/** What stands between a draft and its case; also the name of the field to go to. */
export type MissingPart = 'no' | 'classCode' | 'place' | 'component' | 'description' | 'conditionId' | 'files' | 'lookUp' | 'duplicates' | 'department'

export interface DraftStanding {
  readonly no: CaseNo | null
  readonly form: DraftForm
  /** The class is one of the catalogue; conditions it has. */
  readonly classKnown: boolean
  readonly componentWrong: boolean
  /** Files are still being stored on this machine: the form does not name them yet. */
  readonly filesPending: boolean
  /** Duplicates of this place and class are still being looked for. */
  readonly duplicatesPending: boolean
  /** Departments for this place and class are still being looked for. */
  readonly advicePending: boolean
  /** Likely duplicates not yet explained. */
  readonly openDuplicates: number
  /** Chosen or suggested. */
  readonly department: string
}

/** In the order of the form, so that the first one is where the operator goes next. */
export function missingParts(standing: DraftStanding, reach: Reach): MissingPart[] {
  const { no, form, classKnown, componentWrong, filesPending } = standing
  const { duplicatesPending, advicePending, openDuplicates, department } = standing
  const isFiled = reach === 'file' || reach === 'dispatch'
  const wants: readonly (readonly [MissingPart, boolean])[] = [
    ['no', no === null],
    ['place', form.lng === null || form.lat === null],
    ['component', componentWrong],
    ['classCode', !classKnown],
    ['conditionId', isFiled && form.conditionId === ''],
    ['description', form.description.trim() === ''],
    ['files', filesPending],
    ['lookUp', duplicatesPending || (reach === 'dispatch' && department === '' && advicePending)],
    ['duplicates', openDuplicates > 0],
    ['department', reach === 'dispatch' && department === '' && !advicePending],
  ]
  return wants.filter(([, isMissing]) => isMissing).map(([part]) => part)
}
