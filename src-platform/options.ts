import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { FASTEST_LIFE, SLOWEST_LIFE } from '#shared/platform-api/life.ts'
import { MOST_DAYS } from './simulator/history/write-history.ts'
import { isTownName, townNames } from './town/town-names.ts'
import type { TownName } from './town/town-names.ts'

export interface CommandLine {
  readonly dataDir: string
  readonly port: number
  readonly town: TownName
  readonly seed: number
  readonly newEpoch: boolean
  readonly address: string
  readonly hostNames: readonly string[]
  readonly logLevel: string
  /** Days of the past to write; 0: none. */
  readonly historyDays: number
  /** How fast the town lives; null: not at all. */
  readonly lifeSpeed: number | null
  /** Simulated colleagues at the seats. */
  readonly lifeSeats: number
  /** Files of the platform's certificate and its key; null: HTTP, for one machine or behind a gateway. */
  readonly tls: { readonly cert: string; readonly key: string } | null
}

export const USAGE = `Usage: platform --data-dir DIR [--port 0] [--town ${townNames.join('|')}] [--seed N] [--address 127.0.0.1] [--host-name NAME]...
                [--new-epoch] [--log-level fatal|error|warn|info|debug] [--history DAYS] [--life SPEED] [--life-seats N]
                [--tls-cert FILE --tls-key FILE]
An empty hall is filled with the generated county; where --address is not of this machine only, with nothing unless --town says so:
everybody of a generated town has the PIN 246810.
HALL_PG_URL names a PostgreSQL server to use instead of the embedded one.`

const MOST_LIFE_SEATS = 64
const DEFAULT_TOWN: TownName = 'county'
const OWN_MACHINE = '127.0.0.1'
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']

/** Reads the command line; `bad-request` names the option that is wrong. */
export function readCommandLine(args: readonly string[]): Result<CommandLine> {
  const parsed = parse(args)
  if (!parsed.ok) return parsed
  const { values } = parsed
  const port = wholeIn(values.port ?? '0', 0, 65_535)
  const seed = wholeIn(values.seed ?? '1', 0, 4_294_967_295)
  const address = values.address ?? OWN_MACHINE
  const town = values.town ?? (isOwnMachine(address) ? DEFAULT_TOWN : 'none')
  const logLevel = values['log-level'] ?? 'info'
  if (values['data-dir'] === undefined || values['data-dir'] === '') return refuse('field-required', '--data-dir')
  if (port === undefined) return refuse('bad-request', '--port')
  if (seed === undefined) return refuse('bad-request', '--seed')
  if (!isTownName(town)) return refuse('bad-request', '--town')
  if (!levels.includes(logLevel)) return refuse('bad-request', '--log-level')
  const play = readPlay(values)
  if (!play.ok) return play
  const tls = readTls(values)
  if (!tls.ok) return tls
  return ok({
    ...play.value,
    dataDir: resolve(values['data-dir']),
    port,
    town,
    seed,
    newEpoch: values['new-epoch'] ?? false,
    address,
    hostNames: values['host-name'] ?? [],
    logLevel,
    tls: tls.value,
  })
}

interface PlayWords {
  readonly 'history'?: string | undefined
  readonly 'life'?: string | undefined
  readonly 'life-seats'?: string | undefined
}

function readPlay(words: PlayWords): Result<Pick<CommandLine, 'historyDays' | 'lifeSpeed' | 'lifeSeats'>> {
  const historyDays = wholeIn(words.history ?? '0', 0, MOST_DAYS)
  const lifeSpeed = words.life === undefined ? null : wholeIn(words.life, SLOWEST_LIFE, FASTEST_LIFE)
  const lifeSeats = wholeIn(words['life-seats'] ?? '0', 0, MOST_LIFE_SEATS)
  if (historyDays === undefined) return refuse('bad-request', '--history')
  if (lifeSpeed === undefined) return refuse('bad-request', '--life')
  return lifeSeats === undefined ? refuse('bad-request', '--life-seats') : ok({ historyDays, lifeSpeed, lifeSeats })
}

interface TlsWords {
  readonly 'tls-cert'?: string | undefined
  readonly 'tls-key'?: string | undefined
}

/** Both or neither: half of it would listen without what somebody asked for. */
function readTls({ 'tls-cert': cert = '', 'tls-key': key = '' }: TlsWords): Result<CommandLine['tls']> {
  if (cert === '' && key === '') return ok(null)
  if (cert === '') return refuse('field-required', '--tls-cert')
  return key === '' ? refuse('field-required', '--tls-key') : ok({ cert: resolve(cert), key: resolve(key) })
}

/** Others cannot reach it there. Everybody of a generated town has the same known PIN: elsewhere it comes only when asked for. */
const isOwnMachine = (address: string): boolean => /^127\.|^::1$|^localhost$/.test(address)

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'data-dir': { type: 'string' },
        'port': { type: 'string' },
        'town': { type: 'string' },
        'seed': { type: 'string' },
        'address': { type: 'string' },
        'host-name': { type: 'string', multiple: true },
        'new-epoch': { type: 'boolean' },
        'log-level': { type: 'string' },
        'history': { type: 'string' },
        'life': { type: 'string' },
        'life-seats': { type: 'string' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
      },
    })
    return { ok: true as const, values }
  } catch (error) {
    // parseArgs throws for options it does not know; its message names the option.
    return refuse('bad-request', error instanceof Error ? error.message : '')
  }
}

function wholeIn(text: string, least: number, most: number): number | undefined {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined
}
