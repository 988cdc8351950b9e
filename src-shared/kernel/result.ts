import type { ErrorCode } from './error-codes.ts'

/** Why something was refused: a catalogued code and what exactly was wrong (never a secret, never personal data). */
export interface Refusal {
  readonly code: ErrorCode
  /** The field, row, value or limit concerned; shown behind the catalogue's sentence. */
  readonly detail?: string
}

export type Result<T, E = Refusal> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function refuse(code: ErrorCode, detail?: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: detail === undefined ? { code } : { code, detail } }
}

/** A refusal on its way through code that can only throw (streams, third-party callbacks). */
export class RefusalError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.detail === undefined ? refusal.code : `${refusal.code}: ${refusal.detail}`)
    this.name = 'RefusalError'
    this.refusal = refusal
  }
}

/** The value, or a thrown {@link RefusalError}; for tests and start-up code where a refusal ends the run. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new RefusalError(result.error)
}
