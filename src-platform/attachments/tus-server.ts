import { join } from 'node:path'
import { Server } from '@tus/server'
import type { CancellationContext, Upload } from '@tus/server'
import { findJsonFault } from '../json-fault.ts'
import { ATTACHMENT_PATH, MAX_ATTACHMENT_BYTES } from '#shared/platform-api/system.ts'
import type { Platform } from '../platform.ts'
import { sqlState } from '../store/transact.ts'
import { adopt, hashFile } from './files.ts'
import type { AttachmentFiles } from './files.ts'
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
    if (status === 412) headers.set('Tus-Version', '1.0.0')
    return super.write(context, headers, status, readable({ status_code: status, body }).body)
  }
}

/** tus 1.0 over the file system; an upload is taken over only when its SHA-256 is the one that was announced. */
export function makeTusServer(platform: Platform, files: AttachmentFiles): Server {
  return new JsonTusServer({
    path: ATTACHMENT_PATH,
    datastore: new CheckedFileStore(files.incoming, () => tusRefusal(460, 'piece-damaged', 'Upload-Checksum')),
    maxSize: MAX_ATTACHMENT_BYTES,
    relativeLocation: true,
    disableTerminationForFinishedUploads: true,
    // No page of any browser is meant to come here.
    allowedOrigins: () => false,
    onUploadCreate: (_request, upload) => {
      const fault = findFault(upload)
      return fault === undefined ? Promise.resolve({}) : Promise.reject(tusRefusal(400, 'bad-request', fault))
    },
    onUploadFinish: async (_request, upload) => {
      await finish(platform, files, upload)
      return {}
    },
    onResponseError: (_request, error) => ('status_code' in error ? readable(error) : explain(error)),
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

async function finish({ store, hall, clock }: Platform, files: AttachmentFiles, upload: Upload): Promise<void> {
  const { sha256 = '', filename, filetype } = upload.metadata ?? {}
  const path = join(files.incoming, upload.id)
  if (sha256 === null || (await hashFile(path)) !== sha256) throw tusRefusal(460, 'hash-mismatch', 'sha256')
  await adopt(files, path, sha256)
  const row = {
    hall: hall.id,
    hash: sha256,
    size: upload.size ?? 0,
    name: filename ?? '',
    mime: filetype ?? 'application/octet-stream',
    by: upload.id,
    at: clock.now(),
  }
  await store.db
    .insertInto('upload')
    .values(row)
    .onConflict((conflict) => conflict.columns(['hall', 'hash']).doNothing())
    .execute()
}

/** tus throws plain objects; this is its shape with our ErrorReply as the body. */
function tusRefusal(status: number, code: string, detail: string): Error & TusError {
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

function explain(error: Error): TusError {
  if (sqlState(error) === 'ENOSPC') return { status_code: 507, body: JSON.stringify({ code: 'disk-full', detail: null }) }
  return { status_code: 500, body: JSON.stringify({ code: 'internal', detail: null }) }
}
