import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { EnrolReply } from '#shared/platform-api/people.ts'

const FILE = 'device.sealed'
const AAD = Buffer.from('wanmi device 1')

/** This machine's credential and the hall key, sealed under the device key the shell guards. Written once, by enrolment. */
export class DeviceStore {
  readonly #file: string
  readonly #key: Buffer

  constructor(dataDir: string, deviceKey: Buffer) {
    this.#file = join(dataDir, FILE)
    this.#key = deviceKey
  }

  /** Null when this machine has not been enrolled yet. */
  async load(): Promise<Result<EnrolReply | null>> {
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
      return ok(EnrolReply.parse(JSON.parse(plain.toString('utf8'))))
    } catch {
      // Another key ring or an altered file: never replaced silently, the ledger's secrets hang on it.
      return refuse('sealed-unreadable', FILE)
    }
  }

  async save(device: EnrolReply): Promise<void> {
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
