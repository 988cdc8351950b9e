import type { ErrorCode } from './error-codes.ts'

/** Who asks has no right to it, or asks for what cannot be: asking again would be answered the same. */
export const finalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'untrusted-caller',
  'no-session',
  'forbidden',
  'wrong-post',
  'unknown-operation',
  'bad-request',
  'bad-time',
])
