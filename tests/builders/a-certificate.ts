import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'

export interface CertificateFiles {
  /** PEM. */
  readonly cert: string
  /** PEM, PKCS #8. */
  readonly key: string
}

/** A certificate for this machine's loopback address that it has signed itself, good until `until`. */
export async function aCertificate(until = new Date(Date.UTC(2099, 0, 1))): Promise<CertificateFiles> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: `01${randomBytes(15).toString('hex')}`,
      ...{ name: 'CN=hall.example', notBefore: new Date(Date.UTC(2020, 0, 1)), notAfter: until },
      ...{ signingAlgorithm: algorithm, keys },
      // As `openssl req -x509` makes them: its own authority.
      extensions: [
        new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
        new BasicConstraintsExtension(true),
      ],
    },
    crypto,
  )
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
  return { cert: certificate.toString('pem'), key }
}
