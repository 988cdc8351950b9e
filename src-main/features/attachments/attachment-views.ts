import type { CaseFile, FilePlace, QueuedFile, UploadView } from '#shared/contracts/attachments.contract.ts'
import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { StoredAttachment } from '../../db/ledger-api.ts'
import type { Transfer } from '../../link/attachment-sender.ts'
import type { Fetching } from './fetcher.ts'

/** What the machine knows of a file at this moment. */
export interface FileKnowledge {
  readonly isHere: (hash: string) => boolean
  readonly fetchingOf: (hash: string) => Fetching | undefined
  readonly transferOf: (hash: string) => Transfer | undefined
}

const MOST_QUEUED = 200

/** What the case names, and what is staged for it and not named yet. */
export function caseFiles(
  named: readonly Attachment[],
  staged: readonly StoredAttachment[],
  caseId: CaseId,
  known: FileKnowledge,
): CaseFile[] {
  const stored = new Map(staged.map((one) => [one.hash, one]))
  const seen = new Set(named.map(({ hash }) => hash))
  const unnamed = staged.filter(({ hash }) => !seen.has(hash)).flatMap((one) => asAttachment(one, caseId))
  return [...named, ...unnamed].map((file) => caseFile(file, stored.get(file.hash), caseId, known))
}

export function asAttachment({ hash, size, mime, uses }: StoredAttachment, caseId: CaseId): Attachment[] {
  return uses.filter((one) => one.caseId === caseId).map(({ name, use }) => ({ hash, size, mime, name, use }))
}

function caseFile(file: Attachment, stored: StoredAttachment | undefined, caseId: CaseId, known: FileKnowledge): CaseFile {
  const fetching = known.fetchingOf(file.hash)
  return {
    file,
    place: placeOf(file.hash, stored, fetching, known),
    fetched: fetching?.fetched ?? 0,
    fault: fetching?.fault ?? null,
    upload: stored === undefined ? null : uploadView(stored, caseId, known.transferOf(file.hash)),
  }
}

function placeOf(
  hash: string,
  stored: StoredAttachment | undefined,
  fetching: Fetching | undefined,
  { isHere }: FileKnowledge,
): FilePlace {
  if (isHere(hash)) return 'here'
  if (fetching !== undefined && fetching.fault === null) return 'coming'
  const isLost = stored !== undefined && stored.state !== 'confirmed'
  return isLost || fetching?.fault === 'file-not-arrived' ? 'missing' : 'away'
}

export function uploadView(stored: StoredAttachment, caseId: CaseId, transfer: Transfer | undefined): UploadView {
  const { state, sent, error, attempts, size } = stored
  return {
    state: transfer !== undefined && state !== 'confirmed' ? 'sending' : state === 'sending' ? 'staged' : state,
    sent: state === 'confirmed' ? size : (transfer?.sent ?? sent),
    rate: transfer?.rate ?? 0,
    error,
    attempts,
    named: stored.uses.some((use) => use.caseId === caseId && use.commandId !== null),
  }
}

/** 附件 3 个 · 42 MB · 约剩 2 分: what is on its way, and how long it takes at the rate of now. */
export function queueView(
  open: readonly StoredAttachment[],
  transferOf: FileKnowledge['transferOf'],
): ReplyOf<Contracts['attachments']['queue']> {
  const released = open.filter(({ uses }) => uses.some(({ commandId }) => commandId !== null))
  const files = released.flatMap((stored) => queuedFile(stored, transferOf(stored.hash)))
  const going = files.filter(({ upload }) => upload.state !== 'failed')
  const bytesLeft = going.reduce((sum, { size, upload }) => sum + Math.max(0, size - upload.sent), 0)
  const rate = Math.max(0, ...going.map(({ upload }) => upload.rate))
  return {
    files: files.slice(0, MOST_QUEUED),
    total: files.length,
    bytesLeft,
    rate,
    msLeft: rate > 0 ? (bytesLeft / rate) * 1_000 : null,
    failed: files.length - going.length,
  }
}

function queuedFile(stored: StoredAttachment, transfer: Transfer | undefined): QueuedFile[] {
  const named = stored.uses.find(({ commandId }) => commandId !== null)
  if (named === undefined) return []
  const { hash, mime, size, stagedAt } = stored
  const { caseId, name } = named
  return [{ hash, name, mime, size, caseId, stagedAt, upload: uploadView(stored, caseId, transfer) }]
}
