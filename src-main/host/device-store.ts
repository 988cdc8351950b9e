import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '#shared/kernel/clock.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { EnrolReply } from '#shared/platform-api/people.ts'
import { openSealed, writeSealed } from '../device-key/index.ts'

const FILE = 'device.sealed'
const USE = 'wanmi device 1'

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

  /** Null when there is no such file: this machine has not been enrolled yet, or it was lost. */
  async load(): Promise<Result<Device | null>> {
    let bytes: Buffer
    try {
      bytes = await readFile(this.#file)
    } catch (error) {
      if (isCode(error, 'ENOENT')) return ok(null)
      return refuse(isCode(error, 'EISDIR') ? 'sealed-unreadable' : 'storage-failed', FILE)
    }
    try {
      return ok(Device.parse(JSON.parse(openSealed(bytes, this.#key, USE))))
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

  /** Whatever stands in the place gets another name, before {@link save} writes anew; nothing may stand there. */
  async setAside(): Promise<void> {
    try {
      await rename(this.#file, `${this.#file}.replaced-${String(systemClock.now())}`)
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error
    }
  }

  save(device: Device): Promise<void> {
    return writeSealed(this.#file, this.#key, USE, JSON.stringify(device))
  }
}

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code
