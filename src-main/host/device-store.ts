import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { EnrolReply } from '#shared/platform-api/people.ts'

const FILE = 'device.sealed'
const AAD = Buffer.from('wanmi device 1')

/** What this machine got at its enrolment, the hall's keys as they are now, and the key its exports are signed with. */
export const Device = EnrolReply.extend({
  /** Ed25519, base64url of PKCS #8; null until the first export. */
  signingKey: z.string().nullable().default(null),
})
export type Device = z.infer<typeof Device>

/** This machine's credential and the hall's keys, sealed under the device key the shell guards. */
export class DeviceStore {
  readonly #file: string
  readonly #key: Buffer
  #writing: Promise<unknown> = Promise.resolve()

  constructor(dataDir: string, deviceKey: Buffer) {
    this.#file = join(dataDir, FILE)
    this.#key = deviceKey
  }

  /** Null when this machine has not been enrolled yet. */
  async load(): Promise<Result<Device | null>> {
    let bytes: Buffer
    try {
      bytes = await readFile(this.#file)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ok(null)
      return refuse('storage-failed', FILE)
    }
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12))
      decipher.setAAD(AAD)
      decipher.setAuthTag(bytes.subarray(-16))
      const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
      return ok(Device.parse(JSON.parse(plain.toString('utf8'))))
    } catch {
      // Another key ring or an altered file: never replaced silently, the ledger's secrets hang on it.
      return refuse('sealed-unreadable', FILE)
    }
  }

  /** Changes some members; changes made at the same time come one after the other. Throws when they could not be kept. */
  update(changes: Partial<Device>): Promise<void> {
    const write = this.#writing.then(async () => {
      const stored = await this.load()
      if (!stored.ok || stored.value === null) throw new Error(`${FILE} cannot be read any more`)
      await this.save({ ...stored.value, ...changes })
    })
    // The caller hears of a failure; the next change is tried all the same.
    this.#writing = Promise.allSettled([write])
    return write
  }

  async save(device: Device): Promise<void> {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv)
    cipher.setAAD(AAD)
    const body = Buffer.concat([iv, cipher.update(JSON.stringify(device), 'utf8'), cipher.final(), cipher.getAuthTag()])
    const handle = await open(`${this.#file}.new`, 'w', 0o600)
    try {
      await handle.writeFile(body)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(`${this.#file}.new`, this.#file)
  }
}
