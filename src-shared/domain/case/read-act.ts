import type { z } from '#shared/kernel/zod.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { lifeCycle } from '#shared/domain/life-cycle/table.ts'
import { ActEnvelope, actArgs } from './acts.ts'
import type { Act, ActBody } from './acts.ts'
import { CaseAction } from './terms.ts'

const timeFields = new Set(['at', 'until', 'foundAt'])
const positionFields = new Set(['lng', 'lat'])

/**
 * The act, if this is one: wherever it came from, nothing is believed before it has passed the schemas. Refusals name the
 * field in their detail: 'reason-required', 'field-required', 'bad-time', 'bad-coordinate', 'too-large', else 'bad-request'.
 */
export function readAct(raw: unknown): Result<Act> {
  const envelope = ActEnvelope.safeParse(raw)
  if (!envelope.success) return refusalOf(envelope.error, raw)
  const body = readBody(memberOf(raw, 'body'))
  return body.ok ? ok({ ...envelope.data, body: body.value }) : body
}

function readBody(raw: unknown): Result<ActBody> {
  const action = CaseAction.safeParse(memberOf(raw, 'action'))
  if (!action.success) return refuse('bad-request', 'action')
  const rawArgs = memberOf(raw, 'args')
  const { words } = lifeCycle[action.data]
  if (words?.required === true && isBlank(memberOf(rawArgs, words.field))) return refuse('reason-required', words.field)
  const args = actArgs[action.data].safeParse(rawArgs)
  if (!args.success) return refusalOf(args.error, rawArgs)
  // The schema was looked up by the action, so the pair is one of `ActBody`.
  return ok({ action: action.data, args: args.data } as ActBody)
}

function isBlank(words: unknown): boolean {
  return words === undefined || words === null || (typeof words === 'string' && words.trim() === '')
}

function refusalOf(error: z.ZodError, raw: unknown): Result<never> {
  const issue = error.issues[0]
  const path = issue?.path ?? []
  const field = path.map(String).join('.')
  const last = String(path.at(-1) ?? '')
  const value = path.reduce<unknown>(memberOf, raw)
  const isMissing = value === undefined || value === null || (issue?.code === 'too_small' && typeof value === 'string')
  if (isMissing) return refuse('field-required', field)
  if (timeFields.has(last)) return refuse('bad-time', field)
  if (positionFields.has(last)) return refuse('bad-coordinate', field)
  return refuse(issue?.code === 'too_big' ? 'too-large' : 'bad-request', field)
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return Reflect.get(value, key)
}
