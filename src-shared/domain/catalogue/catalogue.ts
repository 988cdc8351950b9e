import type { ClockKind, Limit } from '#shared/domain/case/terms.ts'
import type { AreaGrade, CatalogueClass, CatalogueData, FilingCondition } from './catalogue-data.ts'

/** What rules ask of the catalogue. Unknown codes are undefined, never a throw. */
export interface CatalogueView {
  readonly version: string
  /** In the order of the catalogue. */
  readonly classes: readonly CatalogueClass[]
  findClass(code: string): CatalogueClass | undefined
  findCondition(id: string): FilingCondition | undefined
  /** The handling limit 处置时限 of a condition in an area of this grade. */
  limitFor(conditionId: string, areaGrade: AreaGrade): Limit | undefined
  /** The limit of a desk step; undefined when that step runs no clock. */
  deskLimit(kind: ClockKind): Limit | undefined
}

/** Indexes a catalogue that has passed its schema. */
export function viewCatalogue(data: CatalogueData): CatalogueView {
  const classes = new Map(data.classes.map((one) => [one.code, one]))
  const conditions = new Map(data.classes.flatMap((one) => one.conditions.map((condition) => [condition.id, condition])))
  return {
    version: data.version,
    classes: data.classes,
    findClass: (code) => classes.get(code),
    findCondition: (id) => conditions.get(id),
    limitFor: (conditionId, areaGrade) => conditions.get(conditionId)?.limits[areaGrade],
    deskLimit: (kind) => data.deskLimits[kind],
  }
}
