import type { AnyOperation } from '#shared/contracts/contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CallContext } from './handlers.ts'

/** Caller, then session, then role; the schema comes after, so that a stranger learns nothing about shapes. */
export function checkAccess(operation: AnyOperation, context: CallContext): Result<void> {
  const { access } = operation
  if (!access.callers.includes(context.caller)) return refuse('untrusted-caller', context.caller)
  if (!access.session) return ok(undefined)
  if (context.session === null || context.session.locked) return refuse('no-session')
  const posts = context.session.posts
  if (access.posts !== undefined && access.posts.length > 0 && !access.posts.some((post) => posts.includes(post))) {
    return refuse('forbidden')
  }
  return ok(undefined)
}

/** The argument as its schema proves it, or the first field that does not fit. */
export function checkArgument(operation: AnyOperation, raw: unknown): Result<unknown> {
  const parsed = operation.in.safeParse(raw)
  if (parsed.success) return ok(parsed.data)
  const issue = parsed.error.issues[0]
  return refuse('bad-request', issue === undefined ? 'argument' : `${issue.path.join('.') || 'argument'}: ${issue.message}`)
}
