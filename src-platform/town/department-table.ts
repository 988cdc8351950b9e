import { DepartmentId } from '#shared/kernel/ids.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import type { Office } from './areas.ts'
import { smallTable } from './departments.ts'
import type { Responsible } from './departments.ts'

type Bureau = Responsible & { readonly external?: boolean }

/** Owners of mains, wires and masts, and the special services. */
const bureaus: readonly Bureau[] = [
  ...smallTable,
  { id: 'D07', name: '供电公司', phone: '0564-8621007', classes: ['C0128', 'C0129', 'C0130', 'E0508'], external: true },
  { id: 'D08', name: '通信建设管理办公室', phone: '0564-8621008', classes: ['C0127', 'C0131', 'C0123'], external: true },
  { id: 'D09', name: '燃气公司', phone: '0564-8621009', classes: ['C0111', 'C0149', 'C0157', 'C0504', 'E0502'], external: true },
  { id: 'D10', name: '路灯管理所', phone: '0564-8621010', classes: ['C0106', 'C0137', 'C0138', 'C0139'] },
  { id: 'D11', name: '建设工程管理站', phone: '0564-8621011', classes: ['E03', 'E0113', 'C0396'] },
]

/** Twelve departments of a county; the last looks after one street office only, so that the place counts in dispatching. */
export function countyDepartments(district: string, offices: readonly Office[]): DepartmentRow[] {
  const last = offices.at(-1)
  const local =
    last === undefined ? [] : [officeRow('D12', `${last.name}市容环卫所`, district, last, ['C03', 'C04', 'E0110', 'E0112'])]
  return [...bureauRows(district), ...local]
}

const officeServices: readonly (readonly [string, readonly string[]])[] = [
  ['环境卫生所', ['C0305', 'C0301', 'C0302', 'E0110', 'E0111', 'E0112', 'E0137']],
  ['综合行政执法中队', ['E0129', 'E0136', 'E0201', 'E0401', 'E0405', 'E0406', 'E0410']],
  ['市政园林管护站', ['C0102', 'C0103', 'C0104', 'C0402', 'C0404', 'E0113', 'E0117']],
]

/** Twelve bureaus of a city and three services in each street office: sixty where there are sixteen offices. */
export function cityDepartments(district: string, offices: readonly Office[]): DepartmentRow[] {
  const emergency: Bureau = { id: 'D12', name: '应急管理局', phone: '0564-8621012', classes: ['E05'] }
  const services = offices.flatMap((office, i) =>
    officeServices.map(([name, classes], j) =>
      officeRow(`D${String(13 + i * officeServices.length + j)}`, `${office.name}${name}`, district, office, classes),
    ),
  )
  return [...bureauRows(district, [emergency]), ...services]
}

function bureauRows(district: string, more: readonly Bureau[] = []): DepartmentRow[] {
  return [...bureaus, ...more].map(({ id, name, phone, classes, external = false }) => ({
    id: DepartmentId.parse(id),
    name,
    phone,
    duties: classes.map((prefix) => ({ classes: prefix, grids: district })),
    external,
  }))
}

function officeRow(id: string, name: string, district: string, office: Office, classes: readonly string[]): DepartmentRow {
  const duties = classes.map((prefix) => ({ classes: prefix, grids: `${district}${office.code}` }))
  return { id: DepartmentId.parse(id), name, phone: null, duties, external: false }
}
