// What a caller is shown of persons: citizens who report, and the hall's own people. Seats have the feed and the hall's keys;
// what others are not in need of they are not given, sealed or not.
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import { isWall } from '../auth/callers.ts'
import type { Caller } from '../auth/callers.ts'
import { seesEverything } from './case-sight.ts'

/** People online and walls have no hall key; equal hashes would tell them which cases came from the same telephone. */
export function caseShownTo(caller: Caller, row: CaseRow): CaseRow {
  if (caller.kind !== 'person' && !isWall(caller)) return row
  return { ...row, reporterName: null, reporterPhone: null, phoneKey: null }
}

/** Verifiers are for seats. Departments and inspectors see themselves and the people of their department, and no telephones. */
export function peopleShownTo(caller: Caller, people: readonly PersonRow[]): PersonRow[] {
  if (caller.kind === 'device' && !isWall(caller)) return [...people]
  const unsealed = people.map((person) => ({ ...person, verifier: null }))
  if (!isWall(caller) && seesEverything(caller)) return unsealed
  const own = caller.kind === 'person' ? caller.person : null
  const isNear = ({ id, department }: PersonRow): boolean =>
    own === null || id === own.id || (department !== null && department === own.department)
  return unsealed.filter(isNear).map((person) => (person.id === own?.id ? person : { ...person, phone: null }))
}
