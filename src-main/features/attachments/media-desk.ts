import { MEDIA_PATH } from '#shared/contracts/attachments.contract.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { Clock, Random } from '#shared/kernel/clock.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { MediaReply } from '../../doors/media.ts'
import type { AttachmentClient } from '../../link/attachment-client.ts'
import type { FileStore } from './file-store.ts'

export interface MediaDeskParts {
  readonly store: Pick<FileStore, 'has' | 'read'>
  readonly client: Pick<AttachmentClient, 'read'>
  readonly clock: Clock
  readonly random: Random
}

/** A player is given so much at once and asks for what follows: nothing larger is opened, held or fetched for a jump. */
const PART_BYTES = 1024 * 1024
/** Players of one desk; the longest unused goes. */
const MOST_OPEN = 16
const FETCH_MS = 30_000

type Played = Pick<Attachment, 'hash' | 'size' | 'mime'>

/**
 * 播放: parts of clips and sounds for the players of this machine's windows. What is opened is known by a word of chance that a
 * person allowed to see the case was given, for as long as that person stays signed in; the hash stands in no address.
 */
export class MediaDesk {
  readonly #parts: MediaDeskParts
  readonly #open = new Map<string, Played>()

  constructor(parts: MediaDeskParts) {
    this.#parts = parts
  }

  /** Address for a player, on the origin the window came from. */
  open({ hash, size, mime }: Played): string {
    const word = Buffer.from(this.#parts.random.bytes(16)).toString('hex')
    this.#open.set(word, { hash, size, mime })
    const [oldest] = this.#open.keys()
    if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#open.delete(oldest)
    return `${MEDIA_PATH}${word}`
  }

  /** Somebody else may sit here now. */
  closeAll(): void {
    this.#open.clear()
  }

  async answer(word: string, range: string | undefined): Promise<MediaReply> {
    const played = this.#open.get(word)
    if (played === undefined) return plain(404)
    this.#open.delete(word)
    this.#open.set(word, played)
    const asked = partOf(range, played.size)
    if (asked === null) return plain(416, { 'content-range': `bytes */${String(played.size)}` })
    const read = await this.#read(played, asked.from, asked.to - asked.from + 1)
    if (!read.ok) return plain(read.error.code === 'file-not-arrived' ? 404 : 503)
    const bytes = read.value
    const isWhole = bytes.length === played.size
    const to = asked.from + bytes.length - 1
    const place = isWhole ? {} : { 'content-range': `bytes ${String(asked.from)}-${String(to)}/${String(played.size)}` }
    return {
      status: isWhole ? 200 : 206,
      headers: { 'content-type': played.mime, 'accept-ranges': 'bytes', ...place },
      body: bytes,
    }
  }

  async #read({ hash }: Played, from: number, length: number): Promise<Result<Buffer>> {
    const { store, clock } = this.#parts
    if (!store.has(hash)) return this.#fetch(hash, from, length)
    const read = await store.read(hash, from, length, clock.now())
    return read.ok ? ok(read.value.bytes) : read
  }

  /** From the platform, without keeping it: its hash could only be checked on the whole. */
  async #fetch(hash: string, from: number, length: number): Promise<Result<Buffer>> {
    const reply = await this.#parts.client.read(hash, from, AbortSignal.timeout(FETCH_MS), length)
    if (!reply.ok) return refuse(reply.error.status === 404 ? 'file-not-arrived' : reply.error.code)
    const { body, from: begins } = reply.value
    if (begins !== from) {
      body.destroy()
      return refuse('bad-reply', 'range')
    }
    const parts: Buffer[] = []
    let bytes = 0
    try {
      for await (const part of body as AsyncIterable<Buffer>) {
        parts.push(part)
        bytes += part.length
        if (bytes >= length) break
      }
    } catch {
      // The line broke. What has come is a shorter part, which HTTP allows; the player asks for the rest.
      if (bytes === 0) return refuse('offline')
    }
    return bytes === 0 ? refuse('bad-reply', 'empty') : ok(Buffer.concat(parts).subarray(0, length))
  }
}

const plain = (status: MediaReply['status'], headers: Readonly<Record<string, string>> = {}): MediaReply => ({
  ...{ status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body: new Uint8Array() },
})

/** What a player asks for, at most one part of it; null when it begins behind the end. Several ranges: the first part. */
function partOf(range: string | undefined, size: number): { from: number; to: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range ?? '') ?? []
  const from = first === '' && last !== '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from >= size || end < from ? null : { from, to: Math.min(end, from + PART_BYTES - 1) }
}
