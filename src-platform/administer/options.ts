import { parseArgs } from 'node:util'
import { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { RevocationRequest } from '#shared/platform-api/people.ts'
import type { AddressOptions } from '../import/client/hall-address.ts'

/** What an administrator has a running platform do about keys and machines. */
export type Act =
  | { readonly do: 'rotate-key' }
  | { readonly do: 'revoke'; readonly seat: SeatId; readonly reason: string }
  | { readonly do: 'enrol-code'; readonly seat: SeatId }

export interface Administration extends AddressOptions {
  readonly act: Act
}

export const ADMINISTRATION = `       platform --rotate-key | --revoke SEAT --reason WORDS | --enrol-code SEAT
                [--data-dir DIR] [--platform-url URL --token-file FILE] [--platform-ca FILE]
                                                                     asks the platform that runs there`

const acts = ['rotate-key', 'revoke', 'enrol-code'] as const

/** Null: the command line is about starting a platform. `bad-request` and `field-required` name the option. */
export function readAdministration(args: readonly string[]): Result<Administration> | null {
  if (!acts.some((act) => args.some((arg) => arg === `--${act}` || arg.startsWith(`--${act}=`)))) return null
  const parsed = parse(args)
  if (!parsed.ok) return parsed
  const { values } = parsed
  const asked = acts.filter((act) => values[act] !== undefined)
  if (asked.length > 1) return refuse('bad-request', asked.map((act) => `--${act}`).join(' '))
  const act = actOf(values)
  if (!act.ok) return act
  const { 'platform-url': platformUrl, 'token-file': tokenFile, 'data-dir': dataDir, 'platform-ca': platformCa } = values
  return ok({ platformUrl, tokenFile, dataDir, platformCa, act: act.value })
}

interface Words {
  readonly 'rotate-key'?: boolean | undefined
  readonly 'revoke'?: string | undefined
  readonly 'enrol-code'?: string | undefined
  readonly 'reason'?: string | undefined
}

function actOf({ revoke, reason, ...words }: Words): Result<Act> {
  if (words['rotate-key'] === true) return ok({ do: 'rotate-key' })
  const option = revoke === undefined ? '--enrol-code' : '--revoke'
  const seat = SeatId.safeParse(revoke ?? words['enrol-code'])
  if (!seat.success) return refuse('bad-request', option)
  if (revoke === undefined) return ok({ do: 'enrol-code', seat: seat.data })
  if (reason === undefined) return refuse('field-required', '--reason')
  const said = RevocationRequest.safeParse({ reason })
  return said.success ? ok({ do: 'revoke', seat: seat.data, reason: said.data.reason }) : refuse('bad-request', '--reason')
}

function parse(args: readonly string[]) {
  const words = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'rotate-key': { type: 'boolean' },
        ...{ 'revoke': words, 'reason': words, 'enrol-code': words },
        ...{ 'data-dir': words, 'platform-url': words, 'token-file': words, 'platform-ca': words },
      },
    })
    return { ok: true as const, values }
  } catch (error) {
    // parseArgs throws for options it does not know; its message names the option.
    return refuse('bad-request', error instanceof Error ? error.message : '')
  }
}
