import { ClockKind, Limit } from '#shared/domain/case/terms.ts'
import { z } from '#shared/kernel/zod.ts'

/** C or E, then the digits of major and minor class: "C0101", "E0110"; longer for editions with three-digit minors. */
export const ClassCode = z.string().regex(/^[CE]\d{4,8}$/)
/** Class code, a dash and the number of the condition within the class: "C0101-1". */
export const ConditionId = z.string().regex(/^[CE]\d{4,8}-\d{1,3}$/)

/** 区域等级: grades of area, each with its own limit. */
export const AreaGrade = z.enum(['A', 'B', 'C'])
export type AreaGrade = z.infer<typeof AreaGrade>

const LimitMatrix = z.object({ A: Limit, B: Limit, C: Limit })

/** 立案条件: when a case of the class is filed, how long handling may take and what closes it. */
export const FilingCondition = z.object({
  id: ConditionId,
  text: z.string().min(1).max(400),
  /** 结案条件 */
  closing: z.string().min(1).max(400),
  limits: LimitMatrix,
  /** Where a rule sets several steps (stop work, penalise, remove), each with its own limit; the last is the whole. */
  phases: z
    .array(z.object({ name: z.string().min(1).max(60), limit: Limit }))
    .max(8)
    .optional(),
})
export type FilingCondition = z.infer<typeof FilingCondition>

/** 小类 with its filing conditions. */
export const CatalogueClass = z.object({
  code: ClassCode,
  /** 部件 or 事件 */
  kind: z.enum(['component', 'event']),
  major: z.string().regex(/^\d{2,4}$/),
  majorName: z.string().min(1).max(60),
  name: z.string().min(1).max(60),
  /** A class without conditions can be reported but not filed. */
  conditions: z.array(FilingCondition).max(50),
  /** 地方扩展: not one of the national classes. */
  local: z.boolean(),
  /** What the hall should know of this entry, such as a limit still to be settled. */
  note: z.string().max(400).optional(),
  pinyin: z.string().max(200).optional(),
  /** Code of the class in somebody else's numbering. */
  externalCode: z.string().max(60).optional(),
})
export type CatalogueClass = z.infer<typeof CatalogueClass>

/**
 * 分类目录: classes, conditions and limits of one hall in one version; replaced as a whole, referred to by version from each case.
 */
export const CatalogueData = z
  .object({
    version: z.string().min(1).max(40),
    /** Which numbering the codes follow: GB/T 30428.2 or the older CJ/T 214, whose events 04 and 05 are swapped. */
    numbering: z.enum(['GB/T 30428.2', 'CJ/T 214', 'local']),
    source: z.string().max(400),
    classes: z.array(CatalogueClass).max(5000),
    /** Limits of the desk's own steps; a step without one runs no clock. */
    deskLimits: z.partialRecord(ClockKind, Limit),
  })
  .superRefine((data, ctx) => {
    for (const problem of inconsistencies(data.classes)) ctx.addIssue({ code: 'custom', message: problem, path: ['classes'] })
  })
export type CatalogueData = z.infer<typeof CatalogueData>

function inconsistencies(classes: readonly CatalogueClass[]): string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  for (const one of classes) {
    if (seen.has(one.code)) problems.push(`class ${one.code} appears twice`)
    seen.add(one.code)
    if (!one.code.startsWith((one.kind === 'component' ? 'C' : 'E') + one.major))
      problems.push(`class ${one.code} does not belong to ${one.kind} ${one.major}`)
    const ids = one.conditions.map((condition) => condition.id)
    if (new Set(ids).size !== ids.length) problems.push(`class ${one.code} has a condition twice`)
    if (ids.some((id) => !id.startsWith(`${one.code}-`))) problems.push(`class ${one.code} has a condition of another class`)
  }
  return problems
}
