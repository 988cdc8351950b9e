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

function dutyReason(department: DepartmentRow, classCode: string, grid: string | null): Reason | null {
  const fitting = department.duties.filter((duty) => classCode.startsWith(duty.classes))
  if (grid !== null && fitting.some((duty) => duty.grids !== '' && grid.startsWith(duty.grids))) return 'grid-duty'
  return fitting.some((duty) => duty.classes !== '' && duty.grids === '') ? 'class-duty' : null
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
  const advice = departments.flatMap((department): DepartmentAdvice[] => {
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
      },
    ]
  })
  return advice.sort((a, b) => reasons.indexOf(a.reason) - reasons.indexOf(b.reason) || b.handled90 - a.handled90)
}
