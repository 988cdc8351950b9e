import type { DepartmentId } from '#shared/kernel/ids.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'

/** Who answers for a class in a unit grid; null when nobody does. */
export type DutyFinder = (classCode: string, grid: string) => DepartmentId | null

/** The most exact duty decides: the class first, then the place, as the seat's own advice has it. */
export function dutyFinder(departments: readonly DepartmentRow[]): DutyFinder {
  const duties = departments.flatMap(({ id, duties: own }) => own.map((duty) => ({ id, ...duty })))
  // The longest first, so that the first that fits is the most exact.
  duties.sort((a, b) => b.classes.length + b.grids.length - (a.classes.length + a.grids.length))
  const byClass = new Map<string, typeof duties>()
  return (classCode, grid) => {
    let fitting = byClass.get(classCode)
    if (fitting === undefined) {
      fitting = duties.filter(({ classes }) => classCode.startsWith(classes))
      byClass.set(classCode, fitting)
    }
    return fitting.find(({ grids }) => grid.startsWith(grids))?.id ?? null
  }
}
