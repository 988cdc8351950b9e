import type { Post } from '#shared/domain/case/terms.ts'
import { DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import { communities, dutyGridOf } from './plan.ts'

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

const inspectors = [
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

const departmentWorkers = ['唐学文', '韩雪', '冯德胜', '于海波', '董建', '萧玉兰']

/** People of every post: desks 1001-1008, inspectors 2001-2016, departments 3001-3006, administrator 9001. */
export function makePeople(): PersonRow[] {
  return [
    ...desk.map(([id, name, posts]) => person(id, name, posts)),
    ...inspectors.map((name, i) => ({ ...person(String(2001 + i), name, ['inspector']), dutyGrid: dutyGridAt(i) })),
    ...departmentWorkers.map((name, i) => ({
      ...person(String(3001 + i), name, ['department']),
      department: DepartmentId.parse(`D0${i + 1}`),
    })),
    person('9001', '管理员', ['administrator']),
  ]
}

/** The two inspectors of a duty grid. */
export function inspectorsOf(dutyGrid: string): PersonId[] {
  return inspectors.flatMap((_, i) => (dutyGridAt(i) === dutyGrid ? [PersonId.parse(String(2001 + i))] : []))
}

function dutyGridAt(inspector: number): string | null {
  const community = communities[Math.floor(inspector / 2)]
  return community === undefined ? null : dutyGridOf(community)
}

function person(id: string, name: string, posts: readonly Post[]): PersonRow {
  const nothing = { department: null, dutyGrid: null, verifier: null, phone: null }
  return { ...nothing, id: PersonId.parse(id), name, posts: [...posts], active: true }
}
