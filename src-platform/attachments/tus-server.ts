import { Server } from '@tus/server'
import type { CancellationContext, Upload } from '@tus/server'
import type { FastifyBaseLogger } from 'fastify'
import { findJsonFault } from '../json-fault.ts'
import { ATTACHMENT_PATH, MAX_ATTACHMENT_BYTES } from '#shared/platform-api/system.ts'
import type { Platform } from '../platform.ts'
import { isStoreLost } from '../store/transact.ts'
import { isNoRoom } from './files.ts'
import type { AttachmentFiles } from './files.ts'
import { Finisher } from './finisher.ts'
import { CheckedFileStore } from './piece-checksum.ts'

const SHA256 = /^[0-9a-f]{64}$/
const MOST_NAME = 200

interface TusError {
  readonly status_code: number
  readonly body: string
}

/** The library answers some of its own refusals past `onResponseError`, in plain text; here all of them are ErrorReplies. */
class JsonTusServer extends Server {
  override write(
    context: CancellationContext,
    headers: Headers,
    status: number,
    body = '',
  ): ReturnType<InstanceType<typeof Server>['write']> {
    if (status < 400) return super.write(context, headers, status, body)
    headers.set('Content-Type', 'application/json; charset=utf-8')
    if (status === 503) headers.set('Retry-After', '1')
    if (status === 412) headers.set('Tus-Version', '1.0.0')
    return super.write(context, headers, status, readable({ status_code: status, body }).body)
  }
}

/** tus 1.0 over the file system; an upload is taken over only when its SHA-256 is the one that was announced. */
export function makeTusServer(platform: Platform, files: AttachmentFiles, log: FastifyBaseLogger): Server {
  const datastore = new CheckedFileStore(files.incoming, {
    damaged: () => tusRefusal(460, 'piece-damaged', 'Upload-Checksum'),
    noRoom: () => tusRefusal(507, 'disk-full', null),
  })
  const finisher = new Finisher(platform, files)
  return new JsonTusServer({
    path: ATTACHMENT_PATH,
    datastore,
    maxSize: MAX_ATTACHMENT_BYTES,
    relativeLocation: true,
    disableTerminationForFinishedUploads: true,
    // No page of any browser is meant to come here.
    allowedOrigins: () => false,
    onUploadCreate: (_request, upload) => {
      const fault = findFault(upload)
      return fault === undefined ? Promise.resolve({}) : Promise.reject(tusRefusal(400, 'bad-request', fault))
    },
    onIncomingRequest: async ({ method }, id) => {
      if (method !== 'HEAD') return
      const upload = await datastore.getUpload(id)
      if (upload.offset !== upload.size || (await finisher.finishIfLeft(upload))) return
      // It can become nothing any more; whoever has the file begins anew.
      throw tusRefusal(404, 'not-found', 'sha256')
    },
    onUploadFinish: async (_request, upload) => {
      if (!(await finisher.finish(upload))) throw tusRefusal(460, 'hash-mismatch', 'sha256')
      return {}
    },
    onResponseError: (_request, error) => ('status_code' in error ? readable(error) : explain(error, log)),
  })
}

function findFault(upload: Upload): string | undefined {
  const { sha256, filename, filetype } = upload.metadata ?? {}
  if (!SHA256.test(sha256 ?? '')) return 'metadata sha256'
  if ((filename ?? '').length > MOST_NAME) return 'metadata filename'
  if ((filetype ?? '').length > MOST_NAME) return 'metadata filetype'
  const fault = findJsonFault(upload.metadata)
  return fault === undefined ? undefined : `metadata ${fault}`
}

/** tus throws plain objects; this is its shape with our ErrorReply as the body. */
function tusRefusal(status: number, code: string, detail: string | null): Error & TusError {
  return Object.assign(new Error(code), { status_code: status, body: JSON.stringify({ code, detail }) })
}

const codes: Readonly<Record<number, string>> = {
  404: 'not-found',
  410: 'not-found',
  413: 'too-large',
  423: 'platform-busy',
  460: 'hash-mismatch',
}

function readable(error: TusError): TusError {
  if (error.body.startsWith('{')) return error
  return {
    status_code: error.status_code,
    body: JSON.stringify({ code: codes[error.status_code] ?? 'bad-request', detail: error.body.trim().slice(0, 200) }),
  }
}

function explain(error: Error, log: FastifyBaseLogger): TusError {
  if (isStoreLost(error)) {
    log.warn({ err: error }, 'an upload was put off: the store is out of reach')
    return tusRefusal(503, 'platform-busy', 'store')
  }
  log.error({ err: error }, 'an upload failed')
  return isNoRoom(error) ? tusRefusal(507, 'disk-full', null) : tusRefusal(500, 'internal', null)
}
