// Files of cases as a platform takes them, written from the contract (system.ts) and tus 1.0: an upload counts when it is whole
// and its SHA-256 is the one that was announced. And what may be wrong on the way.
import type { InternalAxiosRequestConfig } from 'axios'
import { createHash } from 'node:crypto'
import { ATTACHMENT_PATH } from '#shared/platform-api/system.ts'
import type { DoorReply } from './platform-door.ts'
import type { ReferenceStore } from './reference-store.ts'

/**
 * Somebody else has hold of the upload, it stands elsewhere, it is gone, a byte of a piece is changed on the way, nobody checks
 * pieces and a byte is changed, the platform has no room.
 */
export const fileFaults = ['locked', 'elsewhere', 'gone', 'damaged', 'unchecked', 'full'] as const
/** And it hands out other bytes than it has. */
export type FileFault = (typeof fileFaults)[number] | 'served-wrong'

interface Upload {
  readonly seat: string
  readonly hash: string
  readonly size: number
  readonly bytes: Buffer
  isDamaged: boolean
}

export class ReferenceFiles {
  fault: FileFault | null = null
  /** Has an act that the seat has stored named this file? */
  isNamed: (seat: string, hash: string) => boolean = () => true
  readonly #uploads = new Map<string, Upload>()
  readonly #complaint: (invariant: string, text: string) => void
  /** Of these files a seat has been told last that the platform has not got them, by seat and hash. */
  readonly #lacking = new Set<string>()
  #made = 0

  constructor(complaint: (invariant: string, text: string) => void) {
    this.#complaint = complaint
  }

  mend(): void {
    this.fault = null
  }

  handle(seat: string, config: InternalAxiosRequestConfig, store: ReferenceStore, isLate: boolean): DoorReply {
    const [method, path] = [(config.method ?? 'get').toLowerCase(), config.url ?? '']
    if (method === 'options') return reply(204, this.fault === 'unchecked' ? {} : { 'tus-extension': 'creation,checksum' })
    if (method === 'head' && path.startsWith(`${ATTACHMENT_PATH}/by-hash/`)) {
      const hash = path.slice(path.lastIndexOf('/') + 1)
      const file = store.files.get(hash)
      if (file !== undefined) this.#lacking.delete(`${seat} ${hash}`)
      else if (!isLate) this.#lacking.add(`${seat} ${hash}`)
      return file === undefined ? reply(404) : reply(200, { 'etag': `"${hash}"`, 'content-length': String(file.length) })
    }
    if (method === 'post') return this.#create(seat, config, store, isLate)
    if (this.fault === 'gone') this.#uploads.delete(path)
    const upload = this.#uploads.get(path)
    if (upload === undefined) return reply(this.#made % 2 === 0 ? 404 : 410)
    if (method === 'head') return reply(200, { 'upload-offset': String(upload.bytes.length) })
    return method === 'patch' ? this.#append(path, upload, config, store) : reply(405)
  }

  #create(seat: string, { headers }: InternalAxiosRequestConfig, store: ReferenceStore, isLate: boolean): DoorReply {
    if (this.fault === 'full') return reply(507)
    const told = new Map(String(headers.get('upload-metadata')).split(',').map((pair) => pair.split(' ') as [string, string]))
    const hash = Buffer.from(told.get('sha256') ?? '', 'base64').toString('utf8')
    if (!isLate && store.files.has(hash) && !this.#lacking.has(`${seat} ${hash}`))
      this.#complaint('I11', `seat ${seat} sends a file that the platform has, and that nobody has told it to lack`)
    if (!isLate && !this.isNamed(seat, hash)) this.#complaint('I11', `seat ${seat} sends a file that no act has named`)
    this.#made += 1
    const path = `${ATTACHMENT_PATH}/${this.#made}`
    this.#uploads.set(path, { seat, hash, size: Number(headers.get('upload-length')), bytes: Buffer.alloc(0), isDamaged: false })
    return reply(201, { location: path })
  }

  #append(path: string, upload: Upload, { headers, data }: InternalAxiosRequestConfig, store: ReferenceStore): DoorReply {
    if (this.fault === 'full') return reply(507)
    if (this.fault === 'locked') return reply(423)
    const isThere = Number(headers.get('upload-offset')) === upload.bytes.length
    if (!isThere || this.fault === 'elsewhere') return reply(409)
    const piece = Buffer.isBuffer(data) ? Buffer.from(data) : Buffer.alloc(0)
    const isChanged = piece.length > 0 && (this.fault === 'damaged' || this.fault === 'unchecked')
    if (isChanged) piece[0] = (piece[0] ?? 0) ^ 1
    const checksum = headers.get('upload-checksum')
    if (typeof checksum === 'string' && checksum !== `sha256 ${createHash('sha256').update(piece).digest('base64')}`)
      return reply(460, {}, 'piece-damaged')
    const bytes = Buffer.concat([upload.bytes, piece])
    const now = { ...upload, bytes, isDamaged: upload.isDamaged || isChanged }
    if (bytes.length < upload.size) {
      this.#uploads.set(path, now)
      return reply(204, { 'upload-offset': String(bytes.length) })
    }
    return this.#finish(path, now, store)
  }

  #finish(path: string, { seat, hash, size, bytes, isDamaged }: Upload, store: ReferenceStore): DoorReply {
    this.#uploads.delete(path)
    if (bytes.length !== size || createHash('sha256').update(bytes).digest('hex') !== hash) {
      if (!isDamaged) this.#complaint('I11', `seat ${seat} has sent ${bytes.length} bytes that are not the file it announced`)
      return reply(460, {}, 'hash-mismatch')
    }
    store.files.set(hash, bytes)
    return reply(204, { 'upload-offset': String(size) })
  }
}

const reply = (status: number, headers: Readonly<Record<string, string>> = {}, code = 'platform-busy'): DoorReply => ({
  status,
  headers,
  data: status < 400 ? '' : JSON.stringify({ code, detail: null }),
})
