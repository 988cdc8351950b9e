import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from './app.ts'

/** STANDIN_KEYRING=gnome_libsecret models a desktop with a key ring; without it there is none, as on a bare machine. */
const backend = process.env['STANDIN_KEYRING'] ?? 'basic_text'

/** The key ring's own key, kept where a test may change or remove it. */
function ringKey(): Buffer {
  const file = join(app.getPath('userData'), 'stand-in.keyring')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
  return readFileSync(file)
}

/** The asynchronous half, which is the one that stays. */
export const safeStorage = {
  getSelectedStorageBackend: (): string => (app.isReady() ? backend : 'unknown'),
  isAsyncEncryptionAvailable: async (): Promise<boolean> => backend !== 'basic_text',
  async encryptStringAsync(plainText: string): Promise<Buffer> {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', ringKey(), iv)
    return Buffer.concat([iv, cipher.update(plainText, 'utf8'), cipher.final(), cipher.getAuthTag()])
  },
  async decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const decipher = createDecipheriv('aes-256-gcm', ringKey(), encrypted.subarray(0, 12))
    decipher.setAuthTag(encrypted.subarray(-16))
    return { result: decipher.update(encrypted.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8'), shouldReEncrypt: false }
  },
}
