// A key of 32 bytes under a secret that a person keeps: a passphrase, or a recovery code. Argon2id, then AES-256-GCM.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'

const KEY_BYTES = 32
/** `Algorithm.Argon2id`: the package's enum exists in its types only. */
const ARGON2ID = 2
const IV_BYTES = 12
const TAG_BYTES = 16
/** RFC 9106, second recommended option: 64 MiB, three passes. The file may be taken away and tried at leisure. */
const COST = { memoryKiB: 65_536, passes: 3 }

/** What is written to disk. The bounds keep a forged file from asking for all memory. */
const LockedKey = z.object({
  v: z.literal(1),
  use: z.string(),
  kdf: z.literal('argon2id'),
  memoryKiB: z.int().min(8_192).max(1_048_576),
  passes: z.int().min(1).max(10),
  salt: z.string().length(24),
  sealed: z.string().length(80),
})
type LockedKey = z.infer<typeof LockedKey>

/** `use` binds the file to what it is for, so that one cannot be taken for another. */
export async function lockKey(key: Buffer, secret: string, use: string): Promise<string> {
  const salt = randomBytes(16)
  const head = { v: 1 as const, use, kdf: 'argon2id' as const, ...COST, salt: salt.toString('base64') }
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', await derive(secret, head), iv)
  cipher.setAAD(Buffer.from(JSON.stringify(head), 'utf8'))
  const sealed = Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]).toString('base64')
  return `${JSON.stringify({ ...head, sealed } satisfies LockedKey)}\n`
}

/** Refuses 'bad-file' for what is no such file, 'secret-wrong' when the secret does not fit. */
export async function unlockKey(text: string, secret: string, use: string): Promise<Result<Buffer>> {
  const read = parse(text)
  if (read === null || read.use !== use) return refuse('bad-file', use)
  const { sealed, ...head } = read
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.byteLength !== IV_BYTES + KEY_BYTES + TAG_BYTES) return refuse('bad-file', use)
  const decipher = createDecipheriv('aes-256-gcm', await derive(secret, head), bytes.subarray(0, IV_BYTES))
  decipher.setAAD(Buffer.from(JSON.stringify(head), 'utf8'))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return ok(Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]))
  } catch {
    // The tag does not fit: another secret, or an altered file.
    return refuse('secret-wrong', use)
  }
}

function parse(text: string): LockedKey | null {
  try {
    return LockedKey.parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

async function derive(
  secret: string,
  { salt, memoryKiB, passes }: Pick<LockedKey, 'salt' | 'memoryKiB' | 'passes'>,
): Promise<Buffer> {
  // Typed on different machines, the same characters may come in different compositions.
  return hashRaw(secret.normalize('NFKC'), {
    algorithm: ARGON2ID,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: 1,
    outputLen: KEY_BYTES,
    salt: Buffer.from(salt, 'base64'),
  })
}
