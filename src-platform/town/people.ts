import type { Post } from '#shared/domain/case/terms.ts'
import { DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import { personNameAt } from './names.ts'

/** PIN of everybody in the generated town; demonstration data, see the README. */
export const TOWN_PIN = '246810'

const desk: readonly (readonly [string, string, readonly Post[]])[] = [
  ['1001', '王丽', ['acceptor', 'shift-leader']],
  ['1002', '陈建国', ['dispatcher']],
  ['1003', '周敏', ['shift-leader']],
  ['1004', '赵志强', ['acceptor', 'shift-leader', 'dispatcher', 'evaluator']],
  ['1005', '孙玉梅', ['acceptor']],
  ['1006', '吴昊', ['dispatcher', 'acceptor']],
  ['1007', '郑晓燕', ['shift-leader', 'evaluator']],
  ['1008', '何伟', ['acceptor', 'shift-leader', 'dispatcher', 'evaluator']],
]

const inspectorNames = [
  '李强',
  '刘洋',
  '张勇',
  '黄涛',
  '杨帆',
  '徐亮',
  '马超群',
  '朱明',
  '胡军',
  '郭静',
  '林峰',
  '高翔',
  '罗刚',
  '梁红',
  '宋平',
  '谢云',
]
const workerNames = ['唐学文', '韩雪', '冯德胜', '于海波', '董建', '萧玉兰']

/** Whom a town needs besides the eight at the desks and the administrator. */
export interface Staff {
  /** Two inspectors walk each. */
  readonly dutyGrids: readonly string[]
  /** Never fewer than two for each duty grid; those beyond it lead the others. */
  readonly inspectors: number
  readonly departments: readonly string[]
  /** Seats to be manned; the first eight people take turns at up to eight of them. */
  readonly seats: number
}

/** People of every post: desks from 1001, inspectors from 2001, departments from 3001, administrator 9001. */
export function makePeople({ dutyGrids, inspectors, departments, seats }: Staff): PersonRow[] {
  const more = Array.from({ length: Math.max(0, seats - desk.length) }, (_, i) => String(1001 + desk.length + i))
  return [
    ...desk.map(([id, name, posts]) => person(id, name, posts)),
    ...more.map((id, i) => person(id, personNameAt(i + 1_000), ['acceptor', 'shift-leader', 'dispatcher'])),
    ...Array.from({ length: inspectors }, (_, i) => ({
      ...person(String(2001 + i), inspectorNames[i] ?? personNameAt(i), ['inspector']),
      dutyGrid: dutyGrids[Math.floor(i / 2)] ?? null,
    })),
    ...departments.map((department, i) => ({
      ...person(String(3001 + i), workerNames[i] ?? personNameAt(i + 500), ['department']),
      department: DepartmentId.parse(department),
    })),
    person('9001', '管理员', ['administrator']),
  ]
}

/** The two inspectors of the n-th duty grid. */
export function inspectorsOf(dutyGrid: number): PersonId[] {
  return [PersonId.parse(String(2001 + 2 * dutyGrid)), PersonId.parse(String(2002 + 2 * dutyGrid))]
}

function person(id: string, name: string, posts: readonly Post[]): PersonRow {
  const nothing = { department: null, dutyGrid: null, verifier: null, phone: null }
  return { ...nothing, id: PersonId.parse(id), name, posts: [...posts], active: true }
}
