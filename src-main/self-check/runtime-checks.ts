// What the host relies on in the Node it runs on. Electron's Node stands on BoringSSL instead of OpenSSL: fewer algorithms.
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import type { CipherGCM, DecipherGCM } from 'node:crypto'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { hash as hashPassword, verify as verifyPassword } from '@node-rs/argon2'
import { z } from '#shared/kernel/zod.ts'

/** build/electron-parity.json: what lint lets the host use. */
export const Parity = z.object({
  modules: z.record(z.string(), z.union([z.literal('*'), z.array(z.string())])),
  hashes: z.array(z.string()),
  ciphers: z.array(z.string()),
})
export type Parity = z.infer<typeof Parity>

/** What is tried when the list is not at hand (a packaged program). */
export const leastParity: Parity = { modules: {}, hashes: ['sha256'], ciphers: ['aes-256-gcm'] }

export async function zstd(): Promise<string> {
  const plain = Buffer.from('井盖缺失'.repeat(1_000))
  const packed = await promisify(zlib.zstdCompress)(plain)
  const back = await promisify(zlib.zstdDecompress)(packed)
  if (!back.equals(plain)) throw new Error('what came back differs')
  return `${plain.byteLength} → ${packed.byteLength} bytes`
}

/** Every algorithm and every member of a module that the lint rule lets through. */
export async function parity(list: Parity): Promise<string> {
  const missing: string[] = []
  for (const [module, members] of Object.entries(list.modules)) {
    const loaded = await import(module) as Readonly<Record<string, unknown>>
    if (members !== '*') missing.push(...members.filter((member) => !(member in loaded)).map((member) => `${module} ${member}`))
  }
  missing.push(...list.hashes.filter((name) => !works(() => createHash(name).update('1').digest())))
  missing.push(...list.hashes.filter((name) => !works(() => createHmac(name, 'k').update('1').digest())).map((name) => `hmac ${name}`))
  missing.push(...list.ciphers.filter((name) => !works(() => roundTrip(name))))
  if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`)
  return `${Object.keys(list.modules).length} modules, ${list.hashes.length} hashes, ${list.ciphers.length} ciphers`
}

function works(use: () => unknown): boolean {
  try {
    use()
    return true
  } catch (error) {
    // An unknown algorithm is what is being looked for; anything else is a fault of this check.
    if (error instanceof Error) return false
    throw error
  }
}

function roundTrip(name: string): void {
  const key = randomBytes(name.includes('256') ? 32 : 16)
  const iv = randomBytes(name.endsWith('gcm') ? 12 : 16)
  const cipher = createCipheriv(name, key, iv)
  const sealed = Buffer.concat([cipher.update('wanmi'), cipher.final()])
  const decipher = createDecipheriv(name, key, iv)
  // Which class it is follows from the name, which the types of a plain string cannot know.
  if (name.endsWith('gcm')) (decipher as DecipherGCM).setAuthTag((cipher as CipherGCM).getAuthTag())
  if (Buffer.concat([decipher.update(sealed), decipher.final()]).toString() !== 'wanmi') throw new Error(`${name} does not come back`)
}

const PASSWORD = '井盖'

/** Sign-in without the platform verifies this way; no Node of Electron has it built in. */
export async function argon2(): Promise<string> {
  const sealed = await hashPassword(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  if (!(await verifyPassword(sealed, PASSWORD)) || (await verifyPassword(sealed, 'other'))) throw new Error('a password was judged wrongly')
  return sealed.split('$', 3).join('$')
}
