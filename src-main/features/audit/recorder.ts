import { contracts } from '#shared/contracts/index.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CallContext, CallHandler, Handlers } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import { audited } from './audited.ts'

/** Of an argument only what names its object is written down, and not more of it than this. */
const MOST_SUBJECT = 200

/**
 * The handlers with an entry written for each operation that `audited` gives to the recorder: after it was done and before the
 * window hears of it, so that nothing is shown that is not on record.
 */
export function recorded(handlers: Handlers, hall: Hall): Handlers {
  const areas = Object.keys(contracts).map((area) => {
    const own = new Map<string, object>(Object.entries(handlers)).get(area) ?? {}
    return [area, Object.fromEntries(Object.entries(own).map(([op, handler]) => [op, wrapped(`${area}.${op}`, handler, hall)]))]
  })
  // The same names; each handler is itself or takes and gives the same.
  return Object.fromEntries(areas) as Handlers
}

function wrapped(name: string, handler: unknown, hall: Hall): unknown {
  const rule = audited[name]
  if (rule?.by !== 'recorder' || typeof handler !== 'function') return handler
  const call = handler as CallHandler<unknown, unknown>
  return async (arg: unknown, context: CallContext): Promise<Result<unknown>> => {
    const result = await call(arg, context)
    await hall.db.ledger.audit({
      at: hall.time.now(),
      person: context.session?.person ?? null,
      post: context.session?.posts.join(',') ?? context.caller,
      what: rule.what,
      subject: subjectOf(arg, rule.subject),
      result: result.ok ? 'ok' : 'refused',
      detail: result.ok ? null : result.error.code,
    })
    return result
  }
}

function subjectOf(arg: unknown, ways: readonly string[]): string | null {
  const words = ways.map((way) => way.split('.').reduce<unknown>(member, arg)).filter((word) => typeof word === 'string')
  return words.length === 0 ? null : words.join(' ').slice(0, MOST_SUBJECT)
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
