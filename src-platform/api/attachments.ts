import { createReadStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { ATTACHMENT_PATH, MAX_ATTACHMENT_BYTES } from '#shared/platform-api/system.ts'
import { attachmentFiles } from '../attachments/files.ts'
import type { AttachmentFiles } from '../attachments/files.ts'
import { makeTusServer } from '../attachments/tus-server.ts'
import { sendRefusal } from './refusals.ts'
import { ANSWERED, admit, serve } from './serve.ts'
import type { Api, Call } from './serve.ts'

/** Uploads by tus, reading by hash. */
export async function serveAttachments(api: Api): Promise<void> {
  const files = attachmentFiles(api.dataDir)
  await mkdir(files.incoming, { recursive: true, mode: 0o700 })
  const tus = makeTusServer(api.platform, files)

  // The body goes to tus as it comes; Fastify must not read it.
  api.app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))
  const upload = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const caller = await admit(api, ['device', 'person'], request)
    if (!caller.ok) return sendRefusal(reply, caller.error)
    void reply.hijack()
    await tus.handle(request.raw, reply.raw)
    return reply
  }
  const route = { bodyLimit: MAX_ATTACHMENT_BYTES, exposeHeadRoute: false, handler: upload }
  api.app.route({ method: 'POST', url: ATTACHMENT_PATH, ...route })
  api.app.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${ATTACHMENT_PATH}/:id`, ...route })

  const read = (call: Read) => send(api, files, call)
  serve(api, endpoints.attachment, read)
  const { path, summary, callers, params, reply, stream } = endpoints.attachment
  serve(api, { method: 'HEAD', path, summary, callers, params, reply, stream }, read)
}

type Read = Pick<Call<typeof endpoints.attachment>, 'params' | 'request' | 'reply'>

async function send({ platform }: Api, files: AttachmentFiles, call: Read): Promise<Result<typeof ANSWERED>> {
  const { params, request, reply } = call
  const { store, hall } = platform
  const { hash } = params
  const known = await store.db
    .selectFrom('upload')
    .select(['size', 'mime'])
    .where('hall', '=', hall.id)
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (known === undefined) return refuse('not-found', hash)
  const { size } = await stat(files.pathOf(hash))
  const range = readRange(request.headers.range, size)
  if (range === 'unsatisfiable') {
    void reply.code(416).header('content-range', `bytes */${size}`).send({ code: 'bad-request', detail: 'Range' })
    return ok(ANSWERED)
  }
  const { from, to } = range ?? { from: 0, to: size - 1 }
  // Content is never shown by a browser as a page of ours, whatever it calls itself.
  void reply.type('application/octet-stream').header('x-media-type', encodeURI(known.mime)).header('accept-ranges', 'bytes')
  void reply.header('etag', `"${hash}"`).header('content-length', to - from + 1)
  if (range !== undefined) void reply.code(206).header('content-range', `bytes ${from}-${to}/${size}`)
  if (request.method === 'HEAD' || size === 0) void reply.send()
  else void reply.send(createReadStream(files.pathOf(hash), { start: from, end: to }))
  return ok(ANSWERED)
}

/** One range of bytes; several at once are answered with the whole, which HTTP allows. */
function readRange(header: string | undefined, size: number): { from: number; to: number } | undefined | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return undefined
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from > to || from >= size ? 'unsatisfiable' : { from, to }
}
