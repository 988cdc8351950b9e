import { hash, verify } from '@node-rs/argon2'
import { seal } from './seal.ts'
import type { HallKey } from '../store/hall.ts'

/** Argon2id, OWASP's first choice: 19 MiB, two passes; some 20 ms on a desk PC. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export async function hashSecret(secret: string): Promise<string> {
  return hash(secret, COST)
}

let decoy: Promise<string> | undefined

/** Checks a secret; for somebody who does not exist it takes as long and is false. */
export async function verifySecret(stored: string | undefined, secret: string): Promise<boolean> {
  decoy ??= hashSecret('nobody')
  const fits = await verify(stored ?? (await decoy), secret)
  return stored !== undefined && fits
}

/** What the feed carries so that a seat can check the person itself while the link is down. */
export function sealVerifier(key: HallKey, person: string, stored: string): string {
  return seal(key, { kind: 'person', id: person, field: 'verifier' }, stored)
}
