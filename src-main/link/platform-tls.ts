import { Agent } from 'node:https'

/**
 * Connections to the platform: TLS 1.2 or newer, and no way around a certificate that does not hold. `ca`: PEM of the only
 * authority to be trusted, for a platform with a certificate of the city's own; null: those the machine trusts.
 */
export function platformAgent(ca: string | null): Agent {
  return new Agent({ keepAlive: true, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === null ? {} : { ca }) })
}
