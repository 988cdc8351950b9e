// How a host proves to its neighbours who it is: a key pair and a certificate it has signed itself, pinned by whoever reads the
// hall's roster. No authority is asked, and dates decide nothing: a machine is out when the roster says so.
import 'reflect-metadata'
import { X509CertificateGenerator } from '@peculiar/x509'
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { openSealed, writeSealed } from '../device-key/index.ts'

const FILE = 'lan.sealed'
const USE = 'wanmi lan 1'
const FROM = new Date(Date.UTC(2020, 0, 1))
const UNTIL = new Date(Date.UTC(2099, 11, 31))

const Stored = z.object({ seat: z.string(), key: z.string(), certificate: z.string() })

export interface LanIdentity {
  /** PEM, PKCS #8. */
  readonly key: string
  /** PEM. */
  readonly certificate: string
  readonly fingerprint: string
}

/** SHA-256 of the public key (SPKI), lower-case hex. */
export function fingerprintOf({ publicKey }: X509Certificate): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** DER as base64, as the roster carries it. */
export function derOf(certificate: string): string {
  return new X509Certificate(certificate).raw.toString('base64')
}

export function pemOf(der: string): string {
  return new X509Certificate(Buffer.from(der, 'base64')).toString()
}

/**
 * The identity beside `device.sealed`, mode 600, under the same device key; made when there is none, or none that can be read:
 * unlike the machine's credential it can be announced anew.
 */
export async function loadIdentity(dataDir: string, deviceKey: Buffer, seat: SeatId): Promise<LanIdentity> {
  const file = join(dataDir, FILE)
  const known = await read(file, deviceKey)
  if (known?.seat === seat) return withFingerprint(known)
  const fresh = await makeIdentity(seat)
  const { key, certificate } = fresh
  await writeSealed(file, deviceKey, USE, JSON.stringify({ seat, key, certificate } satisfies z.infer<typeof Stored>))
  return fresh
}

export async function makeIdentity(seat: SeatId): Promise<LanIdentity> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: `01${randomBytes(15).toString('hex')}`,
      name: `CN=wanmi-hall-${seat}`,
      notBefore: FROM,
      notAfter: UNTIL,
      signingAlgorithm: algorithm,
      keys,
    },
    crypto,
  )
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
  return withFingerprint({ key, certificate: certificate.toString('pem') })
}

function withFingerprint({ key, certificate }: Omit<LanIdentity, 'fingerprint'>): LanIdentity {
  return { key, certificate, fingerprint: fingerprintOf(new X509Certificate(certificate)) }
}

async function read(file: string, deviceKey: Buffer): Promise<z.infer<typeof Stored> | null> {
  try {
    return Stored.parse(JSON.parse(openSealed(await readFile(file), deviceKey, USE)))
  } catch {
    // Not there, of another key ring, altered: in each case a new one is made.
    return null
  }
}
