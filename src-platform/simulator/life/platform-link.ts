// How the town speaks to the platform: over HTTP like everybody else.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { z } from '#shared/kernel/zod.ts'
import { ErrorReply } from '#shared/platform-api/system.ts'

export interface PlatformLink {
  /** `body` undefined asks by GET. Refusals are the platform's, or `no-platform`, or `bad-reply`. */
  ask<S extends z.ZodType>(schema: S, path: string, token: string | null, body?: unknown): Promise<Result<z.output<S>>>
  /** Lines of a stream until it ends or `signal` does. */
  lines(path: string, token: string, signal: AbortSignal): AsyncGenerator<string>
}

const ANSWER_MS = 20_000

export function platformLink(url: string): PlatformLink {
  return {
    async ask(schema, path, token, body) {
      const reply = await answer(`${url}${path}`, token, body)
      if (!reply.ok) return reply
      const { status, json } = reply.value
      // Outcomes of single commands also come with 409 and 422.
      if (status === 200 || ((status === 409 || status === 422) && path === '/v1/commands')) {
        const read = schema.safeParse(json)
        return read.success ? ok(read.data) : refuse('bad-reply', path)
      }
      const said = ErrorReply.safeParse(json)
      if (!said.success || !isErrorCode(said.data.code)) return refuse('bad-reply', `${path}: ${String(status)}`)
      return refuse(said.data.code, said.data.detail ?? undefined)
    },
    lines: (path, token, signal) => streamLines(`${url}${path}`, token, signal),
  }
}

async function answer(url: string, token: string | null, body: unknown): Promise<Result<{ status: number; json: unknown }>> {
  try {
    const reply = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const json: unknown = await reply.json()
    return ok({ status: reply.status, json })
  } catch (error) {
    return refuse('no-platform', error instanceof Error ? error.message : String(error))
  }
}

async function* streamLines(url: string, token: string, signal: AbortSignal): AsyncGenerator<string> {
  const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal })
  if (!reply.ok || reply.body === null) throw new Error(`${url}: ${String(reply.status)}`)
  let rest = ''
  for await (const text of reply.body.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
