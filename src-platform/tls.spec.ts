import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aCertificate } from '#tests/builders/a-certificate.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { readTlsFiles } from './tls.ts'

const NOW = Date.UTC(2026, 10, 22)

/** Puts both files down and reads them as the platform does at its start. */
async function read(cert: string | null, key: string | null) {
  const folder = aDataFolder()
  const [certPath, keyPath] = [join(folder, 'hall.pem'), join(folder, 'hall.key')]
  if (cert !== null) writeFileSync(certPath, cert)
  if (key !== null) writeFileSync(keyPath, key)
  const files = await readTlsFiles(certPath, keyPath, NOW)
  return files.ok ? 'good' : `${files.error.code} ${(files.error.detail ?? '').replaceAll(`${folder}/`, '')}`
}

describe('a certificate and its key for the platform', () => {
  it('are good together', async () => {
    const { cert, key } = await aCertificate()

    expect(await read(cert, key)).toBe('good')
  })

  it('are refused with the name of the file that is wrong and what is wrong with it', async () => {
    const [{ cert, key }, other] = [await aCertificate(), await aCertificate()]
    const old = await aCertificate(new Date(Date.UTC(2021, 0, 1)))

    expect(await read(null, key)).toBe('file-not-readable hall.pem: ENOENT')
    expect(await read(cert, null)).toBe('file-not-readable hall.key: ENOENT')
    expect(await read('井盖', key)).toBe('tls-unusable hall.pem: no PEM certificate')
    expect(await read(cert, '')).toBe('tls-unusable hall.key: no PEM private key, or one under a passphrase')
    expect(await read(key, cert)).toBe('tls-unusable hall.pem: no PEM certificate')
    expect(await read(cert, other.key)).toBe('tls-unusable hall.key: not the key of hall.pem')
    expect(await read(old.cert, old.key)).toMatch(/^tls-unusable hall\.pem: expired Jan .* 2021/)
  })
})
