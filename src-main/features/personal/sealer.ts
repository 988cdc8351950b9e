// Personal fields under the hall key, ADR 008. Format: s1.<key id>.<base64url(iv 12 | ciphertext | tag 16)>,
// AES-256-GCM, bound to its place by additional data "kind:id:field".
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Sealed } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

export interface HallKey {
  readonly id: string
  /** 32 bytes */
  readonly key: Buffer
}

const IV_BYTES = 12
const TAG_BYTES = 16

/** Where a sealed value belongs; moved to another row or field it does not open. */
export type SealedPlace = `${string}:${string}:${string}`

export class Sealer {
  readonly #hallKey: HallKey
  readonly #hashKey: Buffer

  constructor(hallKey: HallKey) {
    this.#hallKey = hallKey
    this.#hashKey = Buffer.from(hkdfSync('sha256', hallKey.key, Buffer.alloc(0), 'wanmi phone key', 32))
  }

  seal(plain: string, place: SealedPlace): Sealed {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#hallKey.key, iv)
    cipher.setAAD(Buffer.from(place, 'utf8'))
    const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return Sealed.parse(`s1.${this.#hallKey.id}.${body.toString('base64url')}`)
  }

  open(sealed: string, place: SealedPlace): Result<string> {
    const [version, keyId, body] = sealed.split('.')
    if (version !== 's1' || keyId !== this.#hallKey.id || body === undefined) return refuse('sealed-unreadable', 'key')
    const bytes = Buffer.from(body, 'base64url')
    if (bytes.byteLength < IV_BYTES + TAG_BYTES) return refuse('sealed-unreadable', 'length')
    const decipher = createDecipheriv('aes-256-gcm', this.#hallKey.key, bytes.subarray(0, IV_BYTES))
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
    return createHmac('sha256', this.#hashKey).update(normalisedPhone).digest('hex').slice(0, 32)
  }
}
