import type { CaseFile, UploadView } from '#shared/contracts/attachments.contract.ts'
import type { MessageKey, MessageValues } from '#renderer/i18n/index.ts'

export type MediaKind = 'picture' | 'sound' | 'clip' | 'paper'

/** Photographs of telephones that no browser draws; they are stored, sent and saved like others. */
export const isHeic = (mime: string): boolean => mime === 'image/heic'

export function mediaOf(mime: string): MediaKind {
  if (mime.startsWith('image/')) return 'picture'
  if (mime.startsWith('audio/')) return 'sound'
  return mime.startsWith('video/') ? 'clip' : 'paper'
}

export interface FileWord {
  readonly key: MessageKey
  readonly values: MessageValues
  /** Whole per cent of the ring; null: no ring. */
  readonly share: number | null
  readonly trouble: boolean
}

const say = (key: MessageKey, values: MessageValues = {}, ring: number | null = null, trouble = false): FileWord =>
  ({ key, values, share: ring, trouble })

const share = (done: number, size: number): number => (size === 0 ? 0 : Math.floor((Math.min(done, size) / size) * 100))

/**
 * How a file stands, in one sentence: first what concerns its way to the platform, then where it is. `whyOf` puts a code into
 * words. Null where there is nothing to say: it is here and everybody has it.
 */
export function fileWord(item: CaseFile, isDraft: boolean, whyOf: (code: string) => string): FileWord | null {
  const { file, place, fetched, fault, upload } = item
  if (upload !== null && upload.state !== 'confirmed') return uploadWord(upload, file.size, isDraft, whyOf)
  if (place === 'here') return null
  if (place === 'coming') return say('attachments.state.coming', { share: share(fetched, file.size) }, share(fetched, file.size))
  if (place === 'missing') return say(upload === null ? 'attachments.state.missing' : 'attachments.state.lost', {}, null, true)
  return fault === null ? say('attachments.state.away') : say('attachments.state.notHere', { why: whyOf(fault) }, null, true)
}

export function uploadWord(upload: UploadView, size: number, isDraft: boolean, whyOf: (code: string) => string): FileWord {
  const { state, sent, error, named } = upload
  const done = share(sent, size)
  // A ring at nothing says less than the picture under it.
  const begun = sent === 0 ? null : done
  if (state === 'failed') return say('attachments.state.failed', { why: whyOf(error ?? 'internal') }, null, true)
  if (!named) return say(isDraft ? 'attachments.state.held' : 'attachments.state.unnamed', {}, null, !isDraft)
  if (state === 'sending') return say('attachments.state.sending', { share: done }, done)
  if (error !== null && error !== 'offline') return say('attachments.state.resting', { why: whyOf(error) }, begun)
  return say('attachments.state.staged', {}, begun)
}
