import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer as createPlain } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

/** PEM of the certificate, with those above it behind it, and of its private key. */
export interface TlsFiles {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Reads both; refused in words that name the file, before anything listens: `file-not-readable` or `tls-unusable`. */
export async function readTlsFiles(certPath: string, keyPath: string, now: number): Promise<Result<TlsFiles>> {
  const cert = await readPem(certPath)
  if (!cert.ok) return cert
  const key = await readPem(keyPath)
  if (!key.ok) return key
  const certificate = parsed(() => new X509Certificate(cert.value))
  if (certificate === null) return refuse('tls-unusable', `${certPath}: no PEM certificate`)
  const privateKey = parsed(() => createPrivateKey(key.value))
  if (privateKey === null) return refuse('tls-unusable', `${keyPath}: no PEM private key, or one under a passphrase`)
  if (!certificate.checkPrivateKey(privateKey)) return refuse('tls-unusable', `${keyPath}: not the key of ${certPath}`)
  if (certificate.validToDate.getTime() <= now) return refuse('tls-unusable', `${certPath}: expired ${certificate.validTo}`)
  // What is left to go wrong: a certificate above it that cannot be read, a key OpenSSL holds to be too short.
  const context = parsed(() => createSecureContext({ cert: cert.value, key: key.value }))
  return context === null ? refuse('tls-unusable', certPath) : ok({ cert: cert.value, key: key.value })
}

/** A server that speaks TLS 1.2 or newer and nothing else. */
export function tlsServer(files: TlsFiles, listener: RequestListener): Server {
  return createServer({ ...files, minVersion: 'TLSv1.2' }, listener)
}

export interface InnerDoor {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/** For the platform's own programs on this machine, whose address no certificate names: loopback, a free port. */
export async function openInnerDoor(listener: RequestListener): Promise<InnerDoor> {
  const server = createPlain(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve)
  })
  const address = server.address()
  const port = address === null || typeof address === 'string' ? 0 : address.port
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

async function readPem(path: string): Promise<Result<Buffer>> {
  try {
    return ok(await readFile(path))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '') throw error
    return refuse('file-not-readable', `${path}: ${code}`)
  }
}

/** Null when it is not what it should be; who asks turns that into a refusal. */
function parsed<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    // OpenSSL's own words say less than the name of the file.
    return null
  }
}
