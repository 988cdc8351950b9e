import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import type { CallerKind, Endpoint } from '#shared/platform-api/endpoints.ts'
import { identify } from '../auth/callers.ts'
import type { Caller, OwnTokens } from '../auth/callers.ts'
import { findJsonFault } from '../json-fault.ts'
import type { Platform } from '../platform.ts'
import { BodyRoom, hasBody } from './body-room.ts'
import { sendRefusal } from './refusals.ts'

/** What the routes share. */
export interface Api extends OwnTokens {
  readonly app: FastifyInstance
  readonly platform: Platform
  readonly dataDir: string
  /** Proves every reply against the contract before it leaves; for tests. */
  readonly checkReplies: boolean
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type CallerOf<E extends Endpoint> = E['callers'] extends readonly [] ? Caller : Extract<Caller, { kind: E['callers'][number] }>

export interface Call<E extends Endpoint> {
  readonly caller: CallerOf<E>
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Marks a reply that the handler has sent, or is sending, itself. */
export const ANSWERED = Symbol('answered')

export interface ServeOptions {
  readonly bodyLimit?: number
  /** The handler looks for unstorable text itself, member by member. */
  readonly checksTextItself?: boolean
}

const BODY_LIMIT = 1024 * 1024

const bodies = new BodyRoom()

/** Serves one operation of the contract: caller, then schema, then handler; refusals become ErrorReply. */
export function serve<E extends Endpoint>(
  api: Api,
  endpoint: E,
  handler: (call: Call<E>) => Promise<Result<z.output<E['reply']> | typeof ANSWERED>>,
  options: ServeOptions = {},
): void {
  api.app.route({
    method: endpoint.method,
    url: endpoint.path,
    bodyLimit: options.bodyLimit ?? BODY_LIMIT,
    // A HEAD of a stream would never end.
    exposeHeadRoute: false,
    // Before the body: a stranger's is not waited for where none may call. The caller is looked at again when all is here.
    onRequest: async (request, reply) => {
      if (!hasBody(request)) return undefined
      const caller = await admit(api, endpoint.callers, request)
      if (!caller.ok) return sendRefusal(reply, caller.error)
      return bodies.enter(caller.value, request, reply) ? undefined : sendRefusal(reply, { code: 'too-many-calls' })
    },
    preValidation: (request, _reply, done) => {
      bodies.leave(request)
      done()
    },
    handler: async (request, reply) => {
      const call = await readCall(api, endpoint, { request, reply }, options)
      const result = call.ok ? await handler(call.value) : call
      if (!result.ok) return sendRefusal(reply, result.error)
      if (result.value === ANSWERED) return reply
      if (api.checkReplies) endpoint.reply.parse(result.value)
      return reply.send(result.value)
    },
  })
}

async function readCall<E extends Endpoint>(
  api: Api,
  endpoint: E,
  { request, reply }: Pick<Call<E>, 'request' | 'reply'>,
  options: ServeOptions,
): Promise<Result<Call<E>>> {
  const caller = await admit(api, endpoint.callers, request)
  if (!caller.ok) return caller
  const fault = findJsonFault([request.params, request.query, options.checksTextItself === true ? null : request.body])
  if (fault !== undefined) return refuse('bad-request', fault.replace(/^\d\.?/, ''))
  const parts: Record<string, unknown> = { params: undefined, query: undefined, body: undefined }
  for (const part of ['params', 'query', 'body'] as const) {
    const parsed = endpoint[part]?.safeParse(request[part])
    if (parsed?.success === false) return refuse('bad-request', faultOf(part, parsed.error))
    parts[part] = parsed?.data
  }
  // The caller's kind and the parts have just been proved against this endpoint.
  return ok({ ...parts, caller: caller.value, request, reply } as unknown as Call<E>)
}

/** The caller, if its kind may use the operation. */
export async function admit(api: Api, callers: readonly CallerKind[], request: FastifyRequest): Promise<Result<Caller>> {
  const caller = await identify(api.platform, api, request.headers.authorization)
  if (!caller.ok || callers.length === 0) return caller
  if (caller.value.kind === 'nobody') return refuse('unauthorised')
  return callers.includes(caller.value.kind) ? caller : refuse('forbidden')
}

function faultOf(part: string, error: z.ZodError): string {
  const [issue] = error.issues
  return `${[part, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? ''}`
}
