// Personal fields under the hall key (ADR 008): `s1.<key id>.<base64url(iv 12 | ciphertext | tag 16)>`, AES-256-GCM.
// The place of the field is bound in as additional data, so that a sealed value cannot be moved to another row or field.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Sealed } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HallKey } from '../store/hall.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** Where a sealed value belongs: `person:1001:verifier`. */
export interface SealedPlace {
  readonly kind: string
  readonly id: string
  readonly field: string
}

/** `iv` is given by tests only. */
export function seal(key: HallKey, place: SealedPlace, text: string, iv: Buffer = randomBytes(IV_BYTES)): Sealed {
  const cipher = createCipheriv('aes-256-gcm', key.key, iv)
  cipher.setAAD(additionalData(place))
  const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  // The shape just built is the shape `Sealed` describes.
  return `s1.${key.id}.${body.toString('base64url')}` as Sealed
}

/** Opens a sealed value; `sealed-unreadable` for another key, another place or a changed byte. */
export function unseal(key: HallKey, place: SealedPlace, sealed: string): Result<string> {
  const [version, keyId, encoded] = sealed.split('.')
  const body = Buffer.from(encoded ?? '', 'base64url')
  if (version !== 's1' || keyId !== key.id || body.length < IV_BYTES + TAG_BYTES) return refuse('sealed-unreadable')
  const decipher = createDecipheriv('aes-256-gcm', key.key, body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(additionalData(place))
  decipher.setAuthTag(body.subarray(-TAG_BYTES))
  try {
    return ok(Buffer.concat([decipher.update(body.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8'))
  } catch {
    // The only way this throws is a tag that does not fit.
    return refuse('sealed-unreadable')
  }
}

/** Keyed hash of a telephone number in its one form, as seats reckon it: finds a caller's cases without storing the number. */
export function phoneHasher({ key }: HallKey): (digits: string) => string {
  const hashKey = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'wanmi phone key', 32))
  return (digits) => createHmac('sha256', hashKey).update(digits).digest('hex').slice(0, 32)
}

function additionalData(place: SealedPlace): Buffer {
  return Buffer.from(`${place.kind}:${place.id}:${place.field}`, 'utf8')
}
