import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
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
}

export const USAGE = `Usage: platform --data-dir DIR [--port 0] [--town ${townNames.join('|')}] [--seed N] [--address 127.0.0.1] [--host-name NAME]...
                [--new-epoch] [--log-level fatal|error|warn|info|debug]
HALL_PG_URL names a PostgreSQL server to use instead of the embedded one.`

const DEFAULT_TOWN: TownName = 'county'
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent']

/** Reads the command line; `bad-request` names the option that is wrong. */
export function readCommandLine(args: readonly string[]): Result<CommandLine> {
  const parsed = parse(args)
  if (!parsed.ok) return parsed
  const { values } = parsed
  const port = wholeIn(values.port ?? '0', 0, 65_535)
  const seed = wholeIn(values.seed ?? '1', 0, 4_294_967_295)
  const town = values.town ?? DEFAULT_TOWN
  const logLevel = values['log-level'] ?? 'info'
  if (values['data-dir'] === undefined || values['data-dir'] === '') return refuse('field-required', '--data-dir')
  if (port === undefined) return refuse('bad-request', '--port')
  if (seed === undefined) return refuse('bad-request', '--seed')
  if (!isTownName(town)) return refuse('bad-request', '--town')
  if (!levels.includes(logLevel)) return refuse('bad-request', '--log-level')
  return ok({
    dataDir: resolve(values['data-dir']),
    port,
    town,
    seed,
    newEpoch: values['new-epoch'] ?? false,
    address: values.address ?? '127.0.0.1',
    hostNames: values['host-name'] ?? [],
    logLevel,
  })
}

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
