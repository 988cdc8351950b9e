import { z } from '#shared/kernel/zod.ts'

/** A group of digits inside a code. Only lengths are configured, never expressions, so that no setting can make parsing slow. */
export const CodePart = z.object({ name: z.string().regex(/^[a-z][A-Za-z]{0,29}$/), length: z.int().min(1).max(12) })
export type CodePart = z.infer<typeof CodePart>

/** A code as its groups of digits in order; names are distinct, 24 digits at most. */
export const CodePattern = z
  .array(CodePart)
  .min(1)
  .max(12)
  .refine((parts) => new Set(parts.map((part) => part.name)).size === parts.length, 'a part may appear only once')
  .refine((parts) => lengthOf(parts) <= 24, 'a code has at most 24 digits')
export type CodePattern = readonly CodePart[]

const patternWith = (...names: string[]) =>
  CodePattern.refine(
    (parts) => names.every((name) => parts.some((part) => part.name === name)),
    `needs the parts ${names.join(', ')}`,
  )

/** How the hall writes its codes. Editions and cities differ (domain-facts 1.1, 1.2, 3), so all three are settings. */
export const CodePatterns = z.object({
  /** 单元网格编码 */
  grid: patternWith('district', 'serial'),
  /** 部件标识码 */
  component: patternWith('district', 'major', 'minor', 'serial'),
  /** 案卷号; the date is written YYYYMMDD. */
  caseNo: patternWith('district', 'date', 'serial').refine(
    (parts) => parts.length === 3 && parts.every((part) => part.name !== 'date' || part.length === 8),
    'a case number is district, an eight-digit date and a serial',
  ),
})
export type CodePatterns = z.infer<typeof CodePatterns>

/** 15-digit grids (6+3+3+3), 16-digit components (6+2+2+6), 19-digit case numbers (6+8+5). */
export const defaultCodePatterns: CodePatterns = {
  grid: [
    { name: 'district', length: 6 },
    { name: 'street', length: 3 },
    { name: 'community', length: 3 },
    { name: 'serial', length: 3 },
  ],
  component: [
    { name: 'district', length: 6 },
    { name: 'major', length: 2 },
    { name: 'minor', length: 2 },
    { name: 'serial', length: 6 },
  ],
  caseNo: [
    { name: 'district', length: 6 },
    { name: 'date', length: 8 },
    { name: 'serial', length: 5 },
  ],
}

/** Digits in a code of this pattern. */
export function lengthOf(pattern: CodePattern): number {
  return pattern.reduce((sum, part) => sum + part.length, 0)
}
