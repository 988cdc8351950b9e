import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import { DepartmentId } from '#shared/kernel/ids.ts'
import { DISTRICT } from './plan.ts'

/** A department with what it answers for in the whole district. */
export interface Responsible {
  readonly id: string
  readonly name: string
  readonly phone: string
  /** Class prefixes; the longest that fits a class decides. */
  readonly classes: readonly string[]
}

export const smallTable: readonly Responsible[] = [
  { id: 'D01', name: '市政设施管理处', phone: '0564-8621001', classes: ['C01', 'C0206', 'C0209', 'E0113', 'E03', 'E05'] },
  {
    id: 'D02',
    name: '环境卫生管理处',
    phone: '0564-8621002',
    classes: ['C03', 'E0110', 'E0111', 'E0112', 'E0114', 'E0137', 'E0507'],
  },
  { id: 'D03', name: '园林绿化管理处', phone: '0564-8621003', classes: ['C04', 'E0117', 'E0118', 'E0119', 'E0121', 'E0122'] },
  { id: 'D04', name: '交通警察大队', phone: '0564-8621004', classes: ['C02', 'E0410'] },
  { id: 'D05', name: '城市管理执法大队', phone: '0564-8621005', classes: ['E01', 'E02', 'E04', 'E06'] },
  { id: 'D06', name: '水务局', phone: '0564-8621006', classes: ['C05', 'C0101', 'C0125', 'E0125', 'E0126', 'E0501'] },
]

export function makeDepartments(): DepartmentRow[] {
  return smallTable.map(({ id, name, phone, classes }) => ({
    id: DepartmentId.parse(id),
    name,
    phone,
    duties: classes.map((prefix) => ({ classes: prefix, grids: DISTRICT })),
    external: false,
  }))
}

/** Who answers for a class, by the longest prefix. */
export function departmentFor(classCode: string): DepartmentId {
  const duties = smallTable.flatMap(({ id, classes }) => classes.map((prefix) => ({ id, prefix })))
  const fitting = duties.filter(({ prefix }) => classCode.startsWith(prefix))
  const best = fitting.reduce((a, b) => (b.prefix.length > a.prefix.length ? b : a), { id: 'D01', prefix: '' })
  return DepartmentId.parse(best.id)
}
