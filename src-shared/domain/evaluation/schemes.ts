// Evaluation schemes 评价方案 as data. Where the standard's weights are not known the hall's own stand here and say so.
import type { Denominators } from './counting.ts'
import { usualDenominators } from './counting.ts'
import type { RateName } from './terms.ts'

/** `filedPerGrid` is scored by a table, everything else is a rate. */
export type PartIndicator = RateName | 'filedPerGrid'

export interface SchemePart {
  readonly indicator: PartIndicator
  readonly weight: number
  readonly better: 'higher' | 'lower'
}

export interface Scheme {
  readonly id: string
  readonly version: string
  readonly nameZh: string
  readonly nameEn: string
  readonly appliesTo: 'department' | 'region'
  /** 'YYYY-MM-DD' from which it applies. */
  readonly since: string
  /** The weights are the hall's own. */
  readonly own: boolean
  readonly source: string
  /** Weights add up to 100. */
  readonly parts: readonly SchemePart[]
  readonly rewardFrom: number | null
  readonly denominators: Denominators
}

export const schemes: readonly Scheme[] = [
  {
    ...{ id: 'department-3.2', version: '3.2', nameZh: '部门评价', nameEn: 'Departments', appliesTo: 'department' },
    ...{ since: '2026-01-01', own: true, rewardFrom: 80, denominators: usualDenominators },
    source: '国家标准的部门权重未公开，权重为本厅自定；奖励线参照杭州（部门 80 分）',
    parts: [
      { indicator: 'onTimeRate', weight: 60, better: 'higher' },
      { indicator: 'closeRate', weight: 30, better: 'higher' },
      { indicator: 'reworkRate', weight: 10, better: 'lower' },
    ],
  },
  {
    ...{ id: 'region-1', version: '1', nameZh: '区域评价', nameEn: 'Regions', appliesTo: 'region' },
    ...{ since: '2026-01-01', own: false, rewardFrom: 75, denominators: usualDenominators },
    source: 'CJ/T 292、GB/T 30428.4 示例附录 10 / 20 / 30 / 40；按期结案率原文印作 10，按合计 100 取 40',
    parts: [
      { indicator: 'publicRate', weight: 10, better: 'lower' },
      { indicator: 'filedPerGrid', weight: 20, better: 'lower' },
      { indicator: 'closeRate', weight: 30, better: 'higher' },
      { indicator: 'onTimeRate', weight: 40, better: 'higher' },
    ],
  },
  {
    ...{
      id: 'department-on-time',
      version: '1',
      nameZh: '只看按期结案率',
      nameEn: 'On-time closing alone',
      appliesTo: 'department',
    },
    ...{ since: '2026-01-01', own: true, rewardFrom: null, denominators: usualDenominators },
    source: '本厅自定，用于与按综合得分的名次对照',
    parts: [{ indicator: 'onTimeRate', weight: 100, better: 'higher' }],
  },
]

/** The scheme of that id, else the first that applies. */
export function schemeFor(appliesTo: Scheme['appliesTo'], id: string | null): Scheme | undefined {
  const fitting = schemes.filter((scheme) => scheme.appliesTo === appliesTo)
  return id === null ? fitting[0] : fitting.find((scheme) => scheme.id === id)
}

/** Filed cases per unit grid and the share of full points for them (domain-facts 1.4): fewer problems, more points. */
export const filedPerGridSteps: readonly (readonly [atMost: number, points: number])[] = [
  [0, 1],
  [2, 0.9],
  [4, 0.75],
  [6, 0.6],
  [8, 0.4],
  [Number.POSITIVE_INFINITY, 0],
]
