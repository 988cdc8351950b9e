import { mkdir } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { ATTACHMENT_PATH, MAX_ATTACHMENT_BYTES, MAX_PICTURE_BYTES, pictureTypes } from '#shared/platform-api/system.ts'
import { attachmentFiles, lies } from '../attachments/files.ts'
import type { AttachmentFiles } from '../attachments/files.ts'
import { checksumAlgorithms, readChecksum, withChecksum } from '../attachments/piece-checksum.ts'
import { makeTusServer } from '../attachments/tus-server.ts'
import { isWall } from '../auth/callers.ts'
import type { Platform } from '../platform.ts'
import { seesEverything } from './case-sight.ts'
import { findSeen } from './cases.ts'
import { sendFile } from './file-range.ts'
import { leaveGate, onceClosed } from './gate.ts'
import { sendRefusal } from './refusals.ts'
import { ANSWERED, admit, serve } from './serve.ts'
import type { Api, Call } from './serve.ts'

const TUS_VERSION = '1.0.0'
/** Pieces on their way at once. */
const MOST_UPLOADS = 128

/** Uploads by tus, reading by hash. */
export async function serveAttachments(api: Api): Promise<void> {
  const files = attachmentFiles(api.dataDir)
  await mkdir(files.incoming, { recursive: true, mode: 0o700 })
  let underWay = 0
  const tus = makeTusServer(api.platform, files, api.app.log)

  const upload = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const caller = await admit(api, ['device', 'person'], request)
    if (!caller.ok) return sendRefusal(reply, caller.error)
    if (isWall(caller.value)) return sendRefusal(reply, { code: 'forbidden', detail: 'wall' })
    const fault = request.method === 'POST' && !seesEverything(caller.value) ? findPictureFault(request.headers) : undefined
    if (fault !== undefined) return sendRefusal(reply, fault)
    // The library takes a version it does not speak for a broken header.
    if (request.method !== 'OPTIONS' && request.headers['tus-resumable'] !== TUS_VERSION) delete request.headers['tus-resumable']
    const checksum = readChecksum(request.headers['upload-checksum']?.toString())
    if (!checksum.ok) return sendRefusal(reply, checksum.error)
    if (underWay >= MOST_UPLOADS) return sendRefusal(reply, { code: 'too-many-calls' })
    underWay += 1
    onceClosed(reply.raw, () => (underWay -= 1))
    // A piece comes as slowly as its line: it has a room of its own.
    leaveGate(reply.raw)
    void reply.hijack()
    if (request.method === 'OPTIONS') reply.raw.setHeader('Tus-Checksum-Algorithm', checksumAlgorithms.join(','))
    await withChecksum(checksum.value, () => tus.handle(request.raw, reply.raw))
    return reply
  }
  const route = { bodyLimit: MAX_ATTACHMENT_BYTES, exposeHeadRoute: false, handler: upload }
  await api.app.register((scope, _options, done) => {
    // The body goes to tus as it comes; Fastify must read none here, of whatever type.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))
    scope.route({ method: ['POST', 'OPTIONS'], url: ATTACHMENT_PATH, ...route })
    scope.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${ATTACHMENT_PATH}/:id`, ...route })
    done()
  })

  const read = (call: Read) => send(api, files, call)
  serve(api, endpoints.attachment, read)
  const { path, summary, callers, params, query, reply, stream } = endpoints.attachment
  serve(api, { method: 'HEAD', path, summary, callers, params, query, reply, stream }, read)
}

type Read = Pick<Call<typeof endpoints.attachment>, 'caller' | 'params' | 'query' | 'request' | 'reply'>

async function send({ platform }: Api, files: AttachmentFiles, call: Read): Promise<Result<typeof ANSWERED>> {
  const { params, request, reply } = call
  const { store, hall } = platform
  const { hash } = params
  if (!(await mayRead(platform, call))) return refuse('not-found', hash)
  const known = await store.db
    .selectFrom('upload')
    .select(['mime', 'size'])
    .where('hall', '=', hall.id)
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (known === undefined || !(await lies(files.pathOf(hash), Number(known.size)))) return refuse('not-found', hash)
  // Content is never shown by a browser as a page of ours, whatever it calls itself.
  void reply.header('x-media-type', encodeURI(known.mime))
  await sendFile(request, reply, { path: files.pathOf(hash), hash })
  return ok(ANSWERED)
}

/** A desk reads everything; a department or an inspector what belongs to a case of theirs. */
async function mayRead(platform: Platform, { caller, params, query }: Read): Promise<boolean> {
  if (seesEverything(caller)) return true
  const row = query.case === undefined ? undefined : await findSeen(platform, caller, query.case)
  return row?.attachments.some(({ hash }) => hash === params.hash) ?? false
}

/** Why an upload announced by a person without a seat is refused: too large, or no picture. */
function findPictureFault(headers: IncomingHttpHeaders): Refusal | undefined {
  const size = Number(headers['upload-length'])
  if (!(size <= MAX_PICTURE_BYTES)) return { code: 'too-large', detail: `${String(MAX_PICTURE_BYTES)} bytes` }
  const said = /(?:^|,)\s*filetype ([A-Za-z0-9+/=]+)/.exec(String(headers['upload-metadata'] ?? ''))?.[1] ?? ''
  const type = Buffer.from(said, 'base64').toString('utf8')
  return pictureTypes.some((known) => known === type) ? undefined : { code: 'not-a-picture', detail: type.slice(0, 100) }
}
