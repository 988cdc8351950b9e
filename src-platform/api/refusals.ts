import type { FastifyReply } from 'fastify'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Refusal } from '#shared/kernel/result.ts'

/** HTTP status of a refusal; rules that say no are 422. */
const statuses: Partial<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'bad-time': 400,
  'unauthorised': 401,
  'bad-credentials': 401,
  'device-revoked': 401,
  'forbidden': 403,
  'untrusted-caller': 403,
  'bad-enrolment': 403,
  'not-found': 404,
  'unknown-operation': 404,
  'no-snapshot': 404,
  'anchor-contradicts': 409,
  'cursor-expired': 410,
  'too-large': 413,
  'account-locked': 423,
  'not-a-picture': 415,
  'too-many-calls': 429,
  'hash-mismatch': 460,
  'internal': 500,
  'platform-busy': 503,
  'snapshot-building': 503,
}

const RETRY_AFTER_S = 1

export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 422
}

/** Answers with an ErrorReply; when waiting helps, says for how long. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const status = statusOf(refusal.code)
  if ((status === 429 || status === 503) && !reply.hasHeader('retry-after')) void reply.header('retry-after', RETRY_AFTER_S)
  if (status === 401) void reply.header('www-authenticate', 'Bearer')
  return reply.code(status).send({ code: refusal.code, detail: refusal.detail ?? null })
}
