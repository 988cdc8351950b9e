import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a bearer token opens, told by its first letters. */
export type TokenKind = 'device' | 'person' | 'admin' | 'builder'

/** A bearer credential of 256 bits; only its hash is stored. */
export function mintToken(kind: TokenKind): { token: string; hash: string } {
  const token = `${kind}_${randomBytes(32).toString('base64url')}`
  return { token, hash: hashToken(token) }
}

/** A code to be read out and typed once: 20 characters without those that look alike (about 98 bits). */
export function mintCode(): { code: string; hash: string } {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  const letters = Array.from(randomBytes(20), (byte) => alphabet[byte % alphabet.length] ?? '')
  const code = [0, 5, 10, 15].map((at) => letters.slice(at, at + 5).join('')).join('-')
  return { code, hash: hashToken(code) }
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex')
}

/** Compares two hashes in constant time. */
export function sameHash(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8')
  const right = Buffer.from(b, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}
