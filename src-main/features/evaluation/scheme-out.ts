import type { SchemeOut } from '#shared/contracts/evaluation-scheme.ts'
import { schemeFor } from '#shared/domain/evaluation/index.ts'
import type { Scheme } from '#shared/domain/evaluation/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { BoardSubject } from '#shared/contracts/evaluation.contract.ts'

/** The scheme asked for, or the hall's present one; refuses 'not-found'. */
export function findScheme(subject: BoardSubject, id: string | null): Result<Scheme> {
  const scheme = schemeFor(subject === 'department' ? 'department' : 'region', id)
  return scheme === undefined ? refuse('not-found', 'scheme') : ok(scheme)
}

export function schemeOut({ appliesTo: _kept, parts, denominators, ...scheme }: Scheme): SchemeOut {
  return { ...scheme, parts: parts.map((part) => ({ ...part })), denominators: { ...denominators } }
}
