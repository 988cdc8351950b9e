import type { StreetRow } from '#shared/platform-api/rows.ts'
import { COLUMNS, METRES, ROWS, boxOf } from './plan.ts'
import type { Plan, Point } from './plan.ts'

export interface Road {
  readonly id: string
  readonly name: string
  readonly layer: 'road-main' | 'road-second' | 'road-minor'
  readonly line: readonly Point[]
}

const northSouth = [
  '西环路',
  '龙舒路',
  '桃溪路',
  '文昌巷',
  '梅河路',
  '万佛路',
  '鼓楼街',
  '春秋路',
  '飞霞路',
  '三里河路',
  '东环路',
]
const westEast = ['北环路', '花桥路', '古城路', '城隍巷', '人民路', '鸡鸣街', '书院巷', '龙津大道', '周瑜路', '南溪路', '南环路']
const mainLines = new Set([0, 4, 7, 10])
const alleys = /巷$/

/** Roads along every line of the lattice; the boundaries of street offices are main roads. */
export function makeRoads({ crossing }: Plan): Road[] {
  const rows = Array.from({ length: ROWS + 1 }, (_, row) => row)
  const columns = Array.from({ length: COLUMNS + 1 }, (_, column) => column)
  const vertical = northSouth.map((name, column) =>
    road(
      `ns-${column}`,
      name,
      column,
      rows.map((row) => crossing(column, row)),
    ),
  )
  const horizontal = westEast.map((name, row) =>
    road(
      `we-${row}`,
      name,
      row,
      columns.map((column) => crossing(column, row)),
    ),
  )
  return [...vertical, ...horizontal]
}

function road(id: string, name: string, line: number, points: readonly Point[]): Road {
  const layer = mainLines.has(line) ? 'road-main' : alleys.test(name) ? 'road-minor' : 'road-second'
  return { id: `town:road/${id}`, name, layer, line: points }
}

export function streetOfRoad({ id, name, line }: Pick<Road, 'id' | 'name' | 'line'>): StreetRow {
  const middle = line[Math.floor(line.length / 2)] ?? [0, 0]
  const lengthM = line.slice(1).reduce((sum, point, i) => sum + metresBetween(line[i] ?? point, point), 0)
  return {
    id,
    name,
    otherNames: [],
    kind: 'road',
    lng: middle[0],
    lat: middle[1],
    bbox: boxOf(line),
    lengthM: Math.round(lengthM),
  }
}

function metresBetween(a: Point, b: Point): number {
  return Math.hypot((a[0] - b[0]) * METRES[0], (a[1] - b[1]) * METRES[1])
}
