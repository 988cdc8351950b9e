// How a running shell is asked for something by the same user: one JSON line there, one back, over a socket in the data folder.
import { createHash } from 'node:crypto'
import { chmodSync, closeSync, openSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { basename, dirname } from 'node:path'
import { Display } from '#shared/contracts/displays.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { HallPaths } from './data-dir.ts'
import { isCode } from './system-error.ts'

const Window = z.enum(['seat', 'wall'])

export const ControlRequest = z.discriminatedUnion('do', [
  /** Answers with the path of a single-use entry file; a wall's may say on which monitor its window stands. */
  z.object({ do: z.literal('entry'), window: Window, pane: Display.shape.id.optional() }),
  z.object({ do: z.literal('open'), window: Window }),
  z.object({ do: z.literal('status') }),
  z.object({ do: z.literal('stop') }),
])
export type ControlRequest = z.infer<typeof ControlRequest>

const ControlReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), detail: z.string().optional() }),
])

const ANSWER_MS = 10_000
const MAX_LINE = 4_096
/** What fits into the address of a Unix socket on every system. */
const MAX_SOCKET_PATH = 100

type Answer = (request: ControlRequest) => Promise<Result<unknown>>

/** Answers until closed. The socket has mode 0600 in a folder of mode 0700; on Windows only its owner may write to the pipe. */
export async function serveControl(paths: HallPaths, answer: Answer): Promise<() => void> {
  const address = addressOf(paths.control)
  // Whatever stands there is no socket of a running shell: the folder's lock is ours.
  if (process.platform !== 'win32') rmSync(paths.control, { recursive: true, force: true })
  const server = createServer((socket) => {
    converse(socket, answer)
  })
  await listen(server, address.path)
  if (process.platform !== 'win32') chmodSync(paths.control, 0o600)
  address.release()
  server.unref()
  return () => {
    server.close()
    if (process.platform !== 'win32') rmSync(paths.control, { force: true })
  }
}

/** Asks the shell that runs on this data; `not-running` when there is none. */
export async function askControl(paths: HallPaths, request: ControlRequest): Promise<Result<unknown>> {
  try {
    const reply = ControlReply.parse(JSON.parse(await exchange(paths.control, `${JSON.stringify(request)}\n`)))
    if (reply.ok) return ok(reply.value)
    return refuse(isErrorCode(reply.code) ? reply.code : 'internal', reply.detail)
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR', 'ECONNREFUSED')) return refuse('not-running', paths.base)
    if (isCode(error, 'EACCES', 'EPERM')) return refuse('forbidden', paths.base)
    if (error instanceof SyntaxError || error instanceof z.ZodError || isCode(error, 'ETIMEDOUT', 'ECONNRESET')) {
      return refuse('host-gone', paths.base)
    }
    throw error
  }
}

function converse(socket: Socket, answer: Answer): void {
  // The other side may hang up at any time; that concerns nobody but itself.
  socket.on('error', () => socket.destroy())
  socket.setTimeout(ANSWER_MS, () => socket.destroy())
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (text.length > MAX_LINE) socket.destroy()
    if (!text.includes('\n')) return
    socket.removeAllListeners('data')
    const request = ControlRequest.safeParse(parse(text))
    const reply = request.success ? answer(request.data) : Promise.resolve(refuse('bad-request'))
    // Whatever went wrong is told to whoever asked; the hall goes on.
    const told = reply.catch((error: unknown) => refuse('internal', error instanceof Error ? error.message : String(error)))
    void told.then((result) => {
      socket.end(`${JSON.stringify(result.ok ? { ok: true, value: result.value ?? null } : { ok: false, ...result.error })}\n`)
    })
  })
}

function exchange(control: string, line: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const address = addressOf(control)
  const socket = createConnection(address.path, () => {
    socket.write(line)
  })
  socket.setTimeout(ANSWER_MS, () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
  socket.once('error', reject)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (text.endsWith('\n')) resolve(text)
  })
  // After an error this comes too late to count.
  socket.once('close', () => {
    reject(Object.assign(new Error('hung up'), { code: 'ECONNRESET' }))
  })
  return promise.finally(() => {
    socket.destroy()
    address.release()
  })
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

/** Windows knows pipes by name only; on Linux a folder too deep for a socket address is reached through its open descriptor. */
function addressOf(control: string): { readonly path: string; release(): void } {
  const nothing = (): void => undefined
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(control.toLowerCase()).digest('hex').slice(0, 24)
    return { path: `\\\\.\\pipe\\wanmi-hall-${name}`, release: nothing }
  }
  if (process.platform !== 'linux' || Buffer.byteLength(control) <= MAX_SOCKET_PATH) return { path: control, release: nothing }
  const folder = openSync(dirname(control), 'r')
  return {
    path: `/proc/self/fd/${String(folder)}/${basename(control)}`,
    release: () => {
      closeSync(folder)
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
