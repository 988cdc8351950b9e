// A sealed file. Header of 80 bytes: "WMA1" | file id 16 | iv 12 | its own key of 32 bytes, wrapped | tag 16. Then chunks of
// 256 KiB (the last one shorter), each AES-256-GCM under that key: ciphertext | tag 16. A chunk is bound to its file, its number
// and whether it is the last one, so that none can be moved, left out or taken from another file. A number is used once in the
// life of a key, which makes it the nonce.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export const CHUNK_BYTES = 256 * 1024
export const HEADER_BYTES = 80
const TAG_BYTES = 16
const IV_BYTES = 12
const MAGIC = Buffer.from('WMA1')
const WRAP = Buffer.from('wanmi attachment 1')

/** What a file is opened with once its header has been read. */
export interface FileKey {
  readonly id: Buffer
  readonly key: Buffer
}

/** The key that wraps the keys of this machine's files, out of the device key the shell guards. */
export function storeKeyOf(deviceKey: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', deviceKey, Buffer.alloc(0), 'wanmi attachments', 32))
}

export function newFileKey(): FileKey {
  return { id: randomBytes(16), key: randomBytes(32) }
}

export function headerOf(storeKey: Buffer, file: FileKey): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', storeKey, iv).setAAD(Buffer.concat([WRAP, file.id]))
  const wrapped = Buffer.concat([cipher.update(file.key), cipher.final(), cipher.getAuthTag()])
  return Buffer.concat([MAGIC, file.id, iv, wrapped])
}

/** Null when it is no header of ours, or of another machine. */
export function openHeader(storeKey: Buffer, header: Buffer): FileKey | null {
  if (header.length !== HEADER_BYTES || !header.subarray(0, 4).equals(MAGIC)) return null
  const id = header.subarray(4, 20)
  const decipher = createDecipheriv('aes-256-gcm', storeKey, header.subarray(20, 32), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.concat([WRAP, id])).setAuthTag(header.subarray(64))
  const key = opened(() => Buffer.concat([decipher.update(header.subarray(32, 64)), decipher.final()]))
  return key === null ? null : { id, key }
}

export function sealChunk({ id, key }: FileKey, index: number, isLast: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index)).setAAD(placeOf(id, index, isLast))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

export function openChunk({ id, key }: FileKey, index: number, isLast: boolean, sealed: Buffer): Buffer | null {
  if (sealed.length <= TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: TAG_BYTES })
  decipher.setAAD(placeOf(id, index, isLast)).setAuthTag(sealed.subarray(-TAG_BYTES))
  return opened(() => Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]))
}

/** Where chunk `index` begins in the file. */
export const chunkAt = (index: number): number => HEADER_BYTES + index * (CHUNK_BYTES + TAG_BYTES)
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES

/** Chunks and plain bytes of a sealed file of so many bytes; null when no file of ours has that size. */
export function measure(fileBytes: number): { chunks: number; size: number } | null {
  const body = fileBytes - HEADER_BYTES
  const chunks = Math.ceil(body / SEALED_CHUNK_BYTES)
  const size = body - chunks * TAG_BYTES
  return body > TAG_BYTES && size > (chunks - 1) * CHUNK_BYTES ? { chunks, size } : null
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(IV_BYTES)
  nonce.writeBigUInt64BE(BigInt(index), IV_BYTES - 8)
  return nonce
}

function placeOf(id: Buffer, index: number, isLast: boolean): Buffer {
  const place = Buffer.alloc(9)
  place.writeBigUInt64BE(BigInt(index))
  place[8] = isLast ? 1 : 0
  return Buffer.concat([id, place])
}

function opened(open: () => Buffer): Buffer | null {
  try {
    return open()
  } catch {
    // The tag does not fit: altered, moved, or under another key. Who asks turns it into a refusal.
    return null
  }
}
