import { isIP } from 'node:net'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HostLaunch } from '../host/launch.ts'

export type LanOptions = NonNullable<HostLaunch['lan']>

export const lanSpec = { 'lan': { type: 'string' }, 'lan-relay': { type: 'string' } } as const

interface LanValues {
  readonly 'lan'?: string | undefined
  readonly 'lan-relay'?: string | undefined
}

/**
 * `--lan ADDRESS:PORT` and `--lan-relay N`. The address is the one the other machines reach this one at, so it is never "any":
 * it stands in the hall's roster.
 */
export function readLanOptions({ 'lan': place, 'lan-relay': relay }: LanValues): Result<LanOptions | null> {
  if (place === undefined) return relay === undefined ? ok(null) : refuse('bad-request', '--lan-relay: --lan is needed too')
  const found = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:]+)):(?<port>\d{1,5})$/.exec(place)?.groups
  const address = found?.['six'] ?? found?.['four'] ?? ''
  const port = Number(found?.['port'] ?? -1)
  if (isIP(address) === 0 || ['0.0.0.0', '::'].includes(address) || port < 0 || port > 65_535)
    return refuse('bad-request', '--lan ADDRESS:PORT')
  const relayOrder = relay === undefined ? null : Number(relay)
  if (relayOrder !== null && (!Number.isInteger(relayOrder) || relayOrder < 1 || relayOrder > 99))
    return refuse('bad-request', '--lan-relay 1..99')
  return ok({ address, port, relayOrder })
}

export function toLanArguments(lan: LanOptions | null): string[] {
  if (lan === null) return []
  const host = lan.address.includes(':') ? `[${lan.address}]` : lan.address
  return ['--lan', `${host}:${String(lan.port)}`, ...(lan.relayOrder === null ? [] : ['--lan-relay', String(lan.relayOrder)])]
}
