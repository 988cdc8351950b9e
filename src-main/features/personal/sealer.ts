// Personal fields under the hall key, ADR 008. Format: s1.<key id>.<base64url(iv 12 | ciphertext | tag 16)>,
// AES-256-GCM, bound to its place by additional data "kind:id:field".
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Sealed } from '#shared/domain/case/case-row.ts'
import { ok, refuse, RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { KeyRing } from './key-ring.ts'
import type { HallKey } from './key-ring.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
/**
 * For what is sealed whole. The largest form of a call is some 140 KB of JSON when every character of it has to be escaped, words
 * for a step are 25 KB; a form also comes from its window in one frame of at most 1 MiB.
 */
export const MOST_WHOLE_BYTES = 512 * 1024

/** Where a sealed value belongs; moved to another row or field it does not open. */
export type SealedPlace = `${string}:${string}:${string}`

export class Sealer {
  readonly #ring: KeyRing
  readonly #hashKeys = new Map<string, Buffer>()
  #onUnknownKey: (keyId: string) => void = () => undefined

  constructor(keys: HallKey | KeyRing) {
    this.#ring = keys instanceof KeyRing ? keys : new KeyRing([keys])
  }

  /** Hears of values under a key this machine has not got: the hall has a newer one. */
  listenForUnknownKeys(listener: (keyId: string) => void): void {
    this.#onUnknownKey = listener
  }

  /** Under the current key. Throws a refusal on a machine without one, which nobody signs in on. */
  seal(plain: string, place: SealedPlace): Sealed {
    return Sealed.parse(this.#sealed(plain, place))
  }

  /** A draft with all its fields: none of a field's limits is its own, and it never leaves this machine's ledger. */
  sealWhole(plain: string, place: SealedPlace): string {
    const bytes = Buffer.byteLength(plain, 'utf8')
    if (bytes > MOST_WHOLE_BYTES) throw new RefusalError({ code: 'too-large', detail: `${String(bytes)} bytes` })
    return this.#sealed(plain, place)
  }

  #sealed(plain: string, place: SealedPlace): string {
    const { id, key } = this.#current()
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    cipher.setAAD(Buffer.from(place, 'utf8'))
    const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `s1.${id}.${body.toString('base64url')}`
  }

  open(sealed: string, place: SealedPlace): Result<string> {
    const [version, keyId = '', body] = sealed.split('.')
    if (version !== 's1' || body === undefined) return refuse('sealed-unreadable', 'format')
    const hallKey = this.#ring.find(keyId)
    if (hallKey === undefined) {
      this.#onUnknownKey(keyId)
      return refuse('sealed-unreadable', 'key')
    }
    const bytes = Buffer.from(body, 'base64url')
    if (bytes.byteLength < IV_BYTES + TAG_BYTES) return refuse('sealed-unreadable', 'length')
    const decipher = createDecipheriv('aes-256-gcm', hallKey.key, bytes.subarray(0, IV_BYTES))
    decipher.setAAD(Buffer.from(place, 'utf8'))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      return ok(Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8'))
    } catch {
      // The tag does not fit: altered, or sealed for another place.
      return refuse('sealed-unreadable', place)
    }
  }

  /** Keyed hash of a normalised telephone number: finds a caller's earlier cases without storing the number. */
  phoneKey(normalisedPhone: string): string {
    return this.#hash(this.#current(), normalisedPhone)
  }

  /** The hashes under every key this machine knows, the current one first: cases from before a rotation are found too. */
  phoneKeys(normalisedPhone: string): string[] {
    return this.#ring.all.map((key) => this.#hash(key, normalisedPhone))
  }

  #hash(hallKey: HallKey, normalisedPhone: string): string {
    const known = this.#hashKeys.get(hallKey.id)
    const hashKey = known ?? Buffer.from(hkdfSync('sha256', hallKey.key, Buffer.alloc(0), 'wanmi phone key', 32))
    this.#hashKeys.set(hallKey.id, hashKey)
    return createHmac('sha256', hashKey).update(normalisedPhone).digest('hex').slice(0, 32)
  }

  #current(): HallKey {
    const { current } = this.#ring
    if (current === null) throw new RefusalError({ code: 'sealed-unreadable', detail: 'no hall key' })
    return current
  }
}
