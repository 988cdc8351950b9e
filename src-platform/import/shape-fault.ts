// What is wrong with a profile in words somebody can mend it by: which member, and what may stand there.
import type { z } from '#shared/kernel/zod.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** One `member: what is wrong` for each fault, the path with dots; a choice of shapes names each that may stand there. */
export const shapeFaults = (issues: readonly Issue[]): string[] => issues.flatMap((issue) => faultsOf(issue, []))

function faultsOf(issue: Issue, above: Path): string[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union') return [`${at(path)}: ${issue.message}`]
  if (issue.errors.length === 0) return [`${at(path)}: ${issue.message}${options(issue)}`]
  // Where only one of the shapes fits at its top, what is wrong stands further in.
  const [within, ...others] = issue.errors.filter((found) => found.every((one) => one.path.length > 0))
  if (within !== undefined && others.length === 0) return within.flatMap((one) => faultsOf(one, path))
  const allowed = issue.errors.map((found) => found.flatMap((one) => faultsOf(one, [])).map(shortened).join(', '))
  return [`${at(path)}: one of: ${[...new Set(allowed)].join(' | ')}`]
}

const at = (path: Path): string => path.map(String).join('.') || '(root)'
const shortened = (fault: string): string => fault.replace('(root): ', '').replace('Invalid input: ', '')

function options(issue: Issue): string {
  const known = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String).join(', ') : ''
  return known === '' ? '' : ` (one of: ${known})`
}
