// What a command line says of the wall.
import { Fittings, readDisplays } from '#shared/contracts/displays.ts'
import type { Display } from '#shared/contracts/displays.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

export interface WallOptions {
  /** Null: all monitors, as they come and go. */
  readonly displays: readonly Display[] | null
  /** As it was typed, for a shell that is given the same options. */
  readonly displaysText: string | null
  readonly fittings: { readonly pitchMm?: number; readonly bezelMm?: number; readonly distanceM?: number }
}

export const wallSpec = {
  'wall': { type: 'boolean' },
  'wall-displays': { type: 'string' },
  'pitch-mm': { type: 'string' },
  'bezel-mm': { type: 'string' },
  'distance-m': { type: 'string' },
} as const

type Values = { readonly [Name in keyof typeof wallSpec]?: (typeof wallSpec)[Name]['type'] extends 'boolean' ? boolean : string }

const measures = [
  ['pitch-mm', 'pitchMm'],
  ['bezel-mm', 'bezelMm'],
  ['distance-m', 'distanceM'],
] as const

/** Null without --wall; `bad-request` names the option that is wrong or stands alone. */
export function readWallOptions(values: Values): Result<WallOptions | null> {
  const text = values['wall-displays']
  const alone = (['wall-displays', ...measures.map(([option]) => option)] as const).find((option) => values[option] !== undefined)
  if (values.wall !== true) return alone === undefined ? ok(null) : refuse('bad-request', `--${alone} without --wall`)
  const displays = text === undefined || text === 'auto' ? null : readDisplays(text)
  if (displays === undefined) return refuse('bad-request', '--wall-displays auto|WxH+X+Y,…')
  const fittings: Partial<Record<keyof Fittings, number>> = {}
  for (const [option, name] of measures) {
    const word = values[option]
    if (word === undefined) continue
    const read = Fittings.shape[name].safeParse(word.trim() === '' ? Number.NaN : Number(word))
    if (!read.success) return refuse('bad-request', `--${option}`)
    fittings[name] = read.data
  }
  return ok({ displays, displaysText: text ?? null, fittings })
}

/** The command line that says the same again. */
export function toWallArguments(wall: WallOptions | null): string[] {
  if (wall === null) return []
  const words = measures.flatMap(([option, name]) => {
    const value = wall.fittings[name]
    return value === undefined ? [] : [`--${option}`, String(value)]
  })
  return ['--wall', ...(wall.displaysText === null ? [] : ['--wall-displays', wall.displaysText]), ...words]
}
