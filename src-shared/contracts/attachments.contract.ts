import { Attachment, Instant } from '#shared/domain/case/case-row.ts'
import { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { Saved } from './cases.contract.ts'
import { access, command, query, topic } from './contract.ts'

/** A window hands a file over in pieces of this size, one after the other; well below what one frame may hold. */
export const PIECE_BYTES = 512 * 1024
/** What a window may read at once. */
export const MOST_READ_BYTES = 1024 * 1024
/** 附件 larger than this are refused; the platform takes no more either. */
export const MOST_FILE_BYTES = 4 * 1024 ** 3

/** Path under which a window's player reads what it was allowed to open. */
export const MEDIA_PATH = '/media/'

const Hash = Attachment.shape.hash
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const UploadId = z.string().regex(/^[0-9a-f]{32}$/)

/** staged 已存本机 · sending 上传中 · confirmed 平台已确认 · failed: a person must look at it. */
export const UploadState = z.enum(['staged', 'sending', 'confirmed', 'failed'])
export type UploadState = z.infer<typeof UploadState>

/** How a file that began here stands on its way to the platform. */
export const UploadView = z.object({
  state: UploadState,
  sent: z.int().min(0),
  /** Bytes a second of the transfer under way; 0 when it rests. */
  rate: z.number().min(0),
  /** Code of the last refusal, null when there was none. */
  error: z.string().nullable(),
  attempts: z.int().min(0),
  /** No act names it yet: it does not leave this machine. */
  named: z.boolean(),
})
export type UploadView = z.infer<typeof UploadView>

/** Where its bytes are: here · coming (being fetched) · away (at the platform) · missing (nowhere that is known). */
export const FilePlace = z.enum(['here', 'coming', 'away', 'missing'])
export type FilePlace = z.infer<typeof FilePlace>

export const CaseFile = z.object({
  file: Attachment,
  place: FilePlace,
  /** Bytes that have come so far, while it is being fetched. */
  fetched: z.int().min(0),
  /** Why it could not be fetched: a code of the error catalogue. */
  fault: z.string().nullable(),
  /** Null when it did not begin at this seat. */
  upload: UploadView.nullable(),
})
export type CaseFile = z.infer<typeof CaseFile>

export const QueuedFile = z.object({
  hash: Hash,
  name: z.string(),
  mime: z.string(),
  size: z.int().min(0),
  caseId: CaseId,
  stagedAt: Instant,
  upload: UploadView,
})
export type QueuedFile = z.infer<typeof QueuedFile>

export const attachmentsContract = {
  /**
   * 案件附件: what a case or an open draft of one's own holds, wherever its bytes are. Empty means that it holds none; what is
   * neither is refused as 'not-found'.
   */
  ofCase: topic({ in: z.object({ caseId: CaseId }), out: z.array(CaseFile), access: access.seat }),
  /** 上传队列: what the platform has not confirmed yet, oldest first. */
  queue: topic({
    in: z.object({}),
    out: z.object({
      files: z.array(QueuedFile).max(200),
      total: z.int(),
      bytesLeft: z.int(),
      rate: z.number(),
      /** Null while nothing moves. */
      msLeft: z.number().nullable(),
      failed: z.int(),
    }),
    access: access.seat,
  }),
  /**
   * Begins to take a file of `size` bytes; refuses an empty or too large one before a byte is sent. `forDraft`: the window names
   * it in no act of its own; where its draft is a case by now the host does.
   */
  begin: command({
    in: z.object({
      caseId: CaseId,
      name: z.string().max(1_000),
      size: z.number(),
      use: Attachment.shape.use,
      forDraft: z.boolean(),
    }),
    out: z.object({ upload: UploadId }),
    access: access.seat,
  }),
  /** One piece, in order; answers how far the file has come. The next one is sent after the answer: that is the flow control. */
  append: command({
    in: z.object({ upload: UploadId, offset: z.int().min(0), bytes: Bytes }),
    out: z.object({ offset: z.int() }),
    access: access.seat,
  }),
  /**
   * The last piece has come: sealed, on disk and in the queue when this answers. What came for a draft that was reported
   * meanwhile belongs to its case by then; 'draft-over' where the draft has become no case.
   */
  finish: command({ in: z.object({ upload: UploadId }), out: Attachment, access: access.seat }),
  cancel: command({ in: z.object({ upload: UploadId }), out: z.null(), access: access.seat }),
  /** 补充附件: writes the act that names a staged file of this case. Asked again under the same `id` it answers as it was saved. */
  attach: command({ in: z.object({ id: CmdId.optional(), caseId: CaseId, hash: Hash }), out: Saved, access: access.seat }),
  /** Takes back a staged file that no act names. */
  remove: command({ in: z.object({ caseId: CaseId, hash: Hash }), out: z.null(), access: access.seat }),
  /** Tries a failed or resting upload again at once. */
  retry: command({ in: z.object({ hash: Hash }), out: z.null(), access: access.seat }),
  /** Brings a file of this case to this machine; answers at once, progress comes with `ofCase`. */
  fetch: command({ in: z.object({ caseId: CaseId, hash: Hash }), out: z.object({ place: FilePlace }), access: access.seat }),
  /**
   * 播放: where a player of this window reads a clip or a sound of this case by range, wherever its bytes are; good until the
   * person leaves the desk. Null where windows have no such place: then the whole is fetched and read.
   */
  play: command({
    in: z.object({ caseId: CaseId, hash: Hash }),
    out: z.object({ address: z.string().nullable() }),
    access: access.seat,
  }),
  /** A range of a file that is here. */
  read: query({
    in: z.object({ caseId: CaseId, hash: Hash, from: z.int().min(0), length: z.int().min(1).max(MOST_READ_BYTES) }),
    out: z.object({ bytes: Bytes, size: z.int() }),
    access: access.seat,
  }),
}
