import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { CallContext } from '../../doors/handlers.ts'

/** The session the door has already asked for; handlers of `session: true` operations never run without one. */
export function sessionOf(context: CallContext): SignedIn {
  if (context.session === null) throw new Error('handler reached without a session')
  return context.session
}
