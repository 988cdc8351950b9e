// Certificates for a platform that speaks TLS, good and bad ones; keys and names are made for each run.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

const KEYS = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 24 * 3_600_000

export interface Authority {
  readonly pem: string
  issue(over?: { readonly host?: string; readonly from?: Date; readonly until?: Date }): Promise<{ cert: string; key: string }>
}

/** A city's own authority. */
export async function anAuthority(name: string): Promise<Authority> {
  x509.cryptoProvider.set(crypto)
  const keys = await crypto.subtle.generateKey(KEYS, true, ['sign', 'verify'])
  const [notBefore, notAfter] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + 30 * DAY_MS)]
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: `CN=${name}`, keys, notBefore, notAfter, signingAlgorithm: KEYS, serialNumber: '01' },
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  })
  return {
    pem: own.toString('pem'),
    async issue({ host = '127.0.0.1', from = notBefore, until = notAfter } = {}) {
      const mine = await crypto.subtle.generateKey(KEYS, true, ['sign', 'verify'])
      const type = /^[\d.]+$/.test(host) ? ('ip' as const) : ('dns' as const)
      const certificate = await x509.X509CertificateGenerator.create({
        ...{ serialNumber: '02', subject: `CN=${host}`, issuer: own.subject, notBefore: from, notAfter: until },
        ...{ signingKey: keys.privateKey, publicKey: mine.publicKey, signingAlgorithm: KEYS },
        extensions: [new x509.SubjectAlternativeNameExtension([{ type, value: host }])],
      })
      const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', mine.privateKey)).toString('base64')
      return { cert: certificate.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` }
    },
  }
}
