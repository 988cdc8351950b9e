// What a command line says of the demonstration hall's past and life.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

export interface PlayOptions {
  /** Days of the past the embedded platform writes. */
  readonly historyDays: number
  /** How many times as fast as in life; null: nobody is simulated. */
  readonly lifeSpeed: number | null
  /** Simulated colleagues at the other seats. */
  readonly lifeSeats: number
}

export const playSpec = {
  'history': { type: 'string' },
  'life': { type: 'string' },
  'no-life': { type: 'boolean' },
  'life-seats': { type: 'string' },
} as const

type Values = { readonly [Name in keyof typeof playSpec]?: (typeof playSpec)[Name]['type'] extends 'boolean' ? boolean : string }

// A case about every minute, and a month to look back on: enough to see the hall at work within that minute.
const DEFAULT_SPEED = 6
const DEFAULT_SEATS = 3
const DEFAULT_DAYS = 35
const MOST_DAYS = 3_660
const FASTEST = 600
const MOST_SEATS = 64

/** `isShown` false: nothing unless asked for, as without a generated town. `bad-request` names the option that is wrong. */
export function readPlayOptions(values: Values, isShown: boolean): Result<PlayOptions> {
  if (values['no-life'] === true && values.life !== undefined) return refuse('bad-request', '--life | --no-life')
  const isAlive = values.life !== undefined || (isShown && values['no-life'] !== true)
  const speed = whole(values.life ?? String(DEFAULT_SPEED), 1, FASTEST)
  if (speed === undefined) return refuse('bad-request', `--life 1..${String(FASTEST)}`)
  const lifeSeats = whole(values['life-seats'] ?? String(DEFAULT_SEATS), 0, MOST_SEATS)
  if (lifeSeats === undefined) return refuse('bad-request', `--life-seats 0..${String(MOST_SEATS)}`)
  const historyDays = whole(values.history ?? String(isAlive ? DEFAULT_DAYS : 0), 0, MOST_DAYS)
  if (historyDays === undefined) return refuse('bad-request', `--history 0..${String(MOST_DAYS)}`)
  return ok({ historyDays, lifeSpeed: isAlive ? speed : null, lifeSeats })
}

/** The command line that says the same again. */
export function toPlayArguments({ historyDays, lifeSpeed, lifeSeats }: PlayOptions): string[] {
  const life = lifeSpeed === null ? ['--no-life'] : ['--life', String(lifeSpeed)]
  return ['--history', String(historyDays), ...life, '--life-seats', String(lifeSeats)]
}

/** The same for the platform, which has no life unless told. */
export function toPlatformArguments({ historyDays, lifeSpeed, lifeSeats }: PlayOptions): string[] {
  const past = historyDays === 0 ? [] : ['--history', String(historyDays)]
  return lifeSpeed === null ? past : [...past, '--life', String(lifeSpeed), '--life-seats', String(lifeSeats)]
}

function whole(text: string, least: number, most: number): number | undefined {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined
}
