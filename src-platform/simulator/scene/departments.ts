import type { DepartmentId } from '#shared/kernel/ids.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import { diceFor } from '../dice.ts'

/** How a department works: some are quick and good, some are not, and each stays what it is. */
export interface Manners {
  /** Share of cases answered in time. */
  readonly inTime: number
  /** Share of answers that pass the check. */
  readonly soundly: number
  /** Share of cases it sends back though they are its own. */
  readonly sendsBack: number
  /** Share of cases for which it asks for more time. */
  readonly asksForTime: number
  /** Share of cases it never answers. */
  readonly forgets: number
}

export interface Departments {
  readonly all: readonly DepartmentRow[]
  /** Who answers for a class in a grid: the longest duty that fits; of no duty, somebody who always gets it. */
  responsibleFor(classCode: string, grid: string | null): DepartmentId
  mannersOf(department: string): Manners
}

export function gatherDepartments(all: readonly DepartmentRow[]): Departments {
  const manners = new Map(all.map(({ id }) => [String(id), mannersFor(id)]))
  const duties = all.flatMap(({ id, duties: own }) => own.map((duty) => ({ id, ...duty })))
  const known = new Map<string, DepartmentId>()
  const find = (classCode: string, grid: string | null): DepartmentId => {
    const fitting = duties.filter(({ classes, grids }) => classCode.startsWith(classes) && (grid ?? '').startsWith(grids))
    const best = fitting.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]
    return best?.id ?? diceFor('nobody’s duty', classCode.slice(0, 3)).pick(all).id
  }
  return {
    all,
    responsibleFor(classCode, grid) {
      const key = `${classCode} ${grid ?? ''}`
      const department = known.get(key) ?? find(classCode, grid)
      known.set(key, department)
      return department
    },
    mannersOf: (department) => manners.get(department) ?? mannersFor(department),
  }
}

const lengthOf = ({ classes, grids }: { readonly classes: string; readonly grids: string }): number =>
  classes.length * 100 + grids.length

function mannersFor(department: string): Manners {
  const dice = diceFor('manners', department)
  return {
    inTime: dice.between(0.76, 0.96),
    soundly: dice.between(0.9, 0.98),
    sendsBack: dice.between(0.004, 0.03),
    asksForTime: dice.between(0.01, 0.05),
    forgets: dice.between(0.001, 0.008),
  }
}
