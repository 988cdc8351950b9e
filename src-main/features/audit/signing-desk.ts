import { generateKeyPairSync } from 'node:crypto'
import type { Result } from '#shared/kernel/result.ts'
import { publicKeyOf } from './export-audit.ts'

export interface SigningPorts {
  /** Base64url of PKCS #8, as kept under the device key; null: none yet. */
  readonly stored: string | null
  readonly keep: (privateKey: string) => Promise<void>
  /** Tells the platform, which lists it with the device. */
  readonly register: (publicKey: string) => Promise<Result<unknown>>
}

/** The key this machine signs its exports with: made when first needed, kept under the device key, registered when possible. */
export class SigningDesk {
  readonly #ports: SigningPorts
  #key: string | null
  #isRegistered = false

  constructor(ports: SigningPorts) {
    this.#ports = ports
    this.#key = ports.stored
  }

  async privateKey(): Promise<string> {
    const key = this.#key ?? (await this.#make())
    if (!this.#isRegistered) {
      const told = await this.#ports.register(publicKeyOf(key))
      // Without the platform an export is signed all the same; it is told with the next one.
      this.#isRegistered = told.ok
    }
    return key
  }

  async #make(): Promise<string> {
    const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
    await this.#ports.keep(key)
    this.#key = key
    return key
  }
}
