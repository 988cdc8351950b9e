import { actErrors } from './error-texts/act-errors.ts'
import { doorErrors } from './error-texts/door-errors.ts'
import { inputErrors } from './error-texts/input-errors.ts'
import { linkErrors } from './error-texts/link-errors.ts'
import { programErrors } from './error-texts/program-errors.ts'
import { storageErrors } from './error-texts/storage-errors.ts'
import type { ErrorText } from './error-texts/error-text.ts'

export type { ErrorText }

/** The one catalogue of refusals. A code is never renamed once released: it stands in outcomes kept for 90 days. */
export const errorCatalogue = {
  ...inputErrors,
  ...actErrors,
  ...doorErrors,
  ...linkErrors,
  ...storageErrors,
  ...programErrors,
} as const satisfies Record<string, ErrorText>

export type ErrorCode = keyof typeof errorCatalogue

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code)
}
