// A small secret of this machine in a file of its own: AES-256-GCM under the machine's key, mode 600, replaced as a whole.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { open, rename } from 'node:fs/promises'

const IV_BYTES = 12
const TAG_BYTES = 16

/** `use` binds the file to what it is for. Throws when it was sealed under another key, for another use, or altered. */
export function openSealed(bytes: Buffer, key: Buffer, use: string): string {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
  decipher.setAAD(Buffer.from(use))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

export async function writeSealed(file: string, key: Buffer, use: string, text: string): Promise<void> {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(use))
  await replacePrivate(file, Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]))
}

/** Mode 600; the old content or the new one, whenever the power goes. */
export async function replacePrivate(file: string, content: string | Buffer): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${file}.new`, file)
}
