import { Upload } from 'tus-js-client'
import type { DetailedError } from 'tus-js-client'
import { maskNumbersInName } from '#shared/domain/personal/find-numbers.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { ErrorReply, ATTACHMENT_PATH } from '#shared/platform-api/system.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Picture } from './draft.ts'

/** Small enough to arrive over a poor line before it breaks again. */
export const CHUNK_BYTES = 512 * 1024
/** After these the picture waits until the platform is heard of again. */
const RETRY_AFTER_MS = [300, 1_000, 2_000, 4_000]

export interface UploadListener {
  /** Where it goes on after a break, as a path. */
  readonly onPath: (path: string) => void
  readonly onProgress: (sentBytes: number) => void
}

export interface RunningUpload {
  /** 'offline' when the line broke and stayed broken; everything else is the platform's word. */
  readonly done: Promise<Result<null>>
  readonly stop: () => void
}

export type UploadPicture = (picture: Picture, bytes: Blob, listener: UploadListener) => RunningUpload

/** Uploads by tus from where the last attempt stopped; `token` is asked for each request: a new sign-in goes on with it. */
export function tusUploads(origin: string, token: () => string | null): UploadPicture {
  return (picture, bytes, { onPath, onProgress }) => {
    const { promise: done, resolve } = Promise.withResolvers<Result<null>>()
    const upload = new Upload(bytes, {
      endpoint: `${origin}${ATTACHMENT_PATH}`,
      uploadUrl: picture.uploadPath === null ? null : `${origin}${picture.uploadPath}`,
      // A telephone may name a picture after whoever sent it; such a number is none of the platform's.
      metadata: { sha256: picture.hash, filename: maskNumbersInName(picture.name), filetype: picture.mime },
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_AFTER_MS,
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => request.setHeader('Authorization', `Bearer ${token() ?? ''}`),
      onShouldRetry: (error) => mayPass(statusOf(error)),
      onUploadUrlAvailable: () => onPath(upload.url === null ? '' : new URL(upload.url, origin).pathname),
      onProgress,
      onSuccess: () => resolve(ok(null)),
      onError: (error) => resolve(refusalOf(error)),
    })
    upload.start()
    return { done, stop: () => void upload.abort() }
  }
}

/** 0: the line broke. Locked, busy and too many are over soon; a full disk is not. */
function mayPass(status: number): boolean {
  return status === 0 || [409, 423, 429].includes(status) || (status >= 500 && status !== 507)
}

function statusOf(error: Error | DetailedError): number {
  return ('originalResponse' in error ? error.originalResponse?.getStatus() : undefined) ?? 0
}

function refusalOf(error: Error | DetailedError): Result<null> {
  const status = statusOf(error)
  if (status === 0) return refuse('offline')
  if (status === 401) return refuse('unauthorised')
  const said = ErrorReply.safeParse(bodyOf(error))
  if (said.success && isErrorCode(said.data.code)) return refuse(said.data.code, said.data.detail ?? undefined)
  return refuse(mayPass(status) ? 'platform-busy' : 'bad-reply', String(status))
}

function bodyOf(error: Error | DetailedError): unknown {
  try {
    return JSON.parse(('originalResponse' in error ? error.originalResponse?.getBody() : undefined) ?? '')
  } catch {
    // No reply of ours: a gateway's page.
    return null
  }
}
