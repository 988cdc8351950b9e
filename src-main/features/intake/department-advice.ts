import type { DepartmentAdvice } from '#shared/contracts/intake.contract.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import type { ComponentRow } from '#shared/platform-api/rows.ts'

export type History = ReadonlyMap<
  string,
  { handled: number; onTime: number | null; returns: number; meanMs: number | null; open: number }
>

type Reason = DepartmentAdvice['reason']

/** Best reason first; the order in which suggestions stand. */
const reasons: readonly Reason[] = ['owner', 'keeper', 'grid-duty', 'class-duty', 'history', 'fallback']

/** A duty that names no more than the district (6 digits) says nothing about the place. */
const DISTRICT_DIGITS = 6

function dutiesFor(department: DepartmentRow, classCode: string, grid: string | null): DepartmentRow['duties'] {
  return department.duties.filter(
    (duty) => duty.classes !== '' && classCode.startsWith(duty.classes) && (grid ?? duty.grids).startsWith(duty.grids),
  )
}

function dutyReason(department: DepartmentRow, classCode: string, grid: string | null): Reason | null {
  const fitting = dutiesFor(department, classCode, grid)
  if (grid !== null && fitting.some((duty) => duty.grids.length > DISTRICT_DIGITS)) return 'grid-duty'
  return fitting.length > 0 ? 'class-duty' : null
}

/** How exactly a duty names the class: 环卫 for E0110 comes before 执法 for all of E01. */
function exactness(department: DepartmentRow, classCode: string, grid: string | null): number {
  return Math.max(0, ...dutiesFor(department, classCode, grid).map((duty) => duty.classes.length + duty.grids.length))
}

function reasonFor(
  department: DepartmentRow,
  classCode: string,
  grid: string | null,
  component: ComponentRow | null,
  history: History,
): Reason | null {
  if (component?.owner === department.id) return 'owner'
  if (component?.keeper === department.id || component?.department === department.id) return 'keeper'
  const duty = dutyReason(department, classCode, grid)
  if (duty !== null) return duty
  if ((history.get(department.id)?.handled ?? 0) > 0) return 'history'
  return department.duties.some((one) => one.classes === '' && one.grids === '') ? 'fallback' : null
}

/** 派遣建议: departments that may be responsible, each with the reason and how it has done; never chosen for the operator. */
export function adviseDepartments(
  departments: readonly DepartmentRow[],
  classCode: string,
  grid: string | null,
  component: ComponentRow | null,
  history: History,
): DepartmentAdvice[] {
  const advice = departments.flatMap((department): (DepartmentAdvice & { exact: number })[] => {
    const reason = reasonFor(department, classCode, grid, component, history)
    if (reason === null) return []
    const past = history.get(department.id)
    return [
      {
        department: department.id,
        name: department.name,
        reason,
        handled90: past?.handled ?? 0,
        onTime90: past?.onTime ?? null,
        returns90: past?.returns ?? 0,
        meanMs: past?.meanMs ?? null,
        open: past?.open ?? 0,
        exact: exactness(department, classCode, grid),
      },
    ]
  })
  return advice
    .sort((a, b) => reasons.indexOf(a.reason) - reasons.indexOf(b.reason) || b.exact - a.exact || b.handled90 - a.handled90)
    .map(({ exact: _exact, ...shown }) => shown)
}
