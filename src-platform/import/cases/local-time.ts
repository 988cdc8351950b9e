// Times as a foreign system wrote them: local, in its zone, with the two hours a year that need a decision.
import { DateTime } from 'luxon'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CaseProfile } from './case-profile.ts'

export type TimeProfile = Pick<CaseProfile, 'timeZone' | 'dateFormats'> & { readonly rules: Pick<CaseProfile['rules'], 'skippedTime' | 'doubledTime'> }

export interface LocalTime {
  /** Epoch milliseconds. */
  readonly at: number
  /** What a rule of the profile decided. */
  readonly flag: 'time-shifted' | 'time-doubled' | null
}

const LAST = 253_402_300_799_999

/** Null for an empty cell; `bad-time` for what is no time, lies outside 1970-9999, or is refused by rule. */
export function readLocalTime(text: string, field: string, profile: TimeProfile): Result<LocalTime | null> {
  if (text === '') return ok(null)
  for (const format of profile.dateFormats) {
    const found = format === 'ISO'
      ? DateTime.fromISO(text, { zone: profile.timeZone })
      : DateTime.fromFormat(text, format, { zone: profile.timeZone, locale: 'en-US' })
    if (found.isValid) return decide(found, text, field, format, profile)
  }
  return refuse('bad-time', `${field}: "${text.slice(0, 40)}"`)
}

function decide(found: DateTime, text: string, field: string, format: string, { rules }: TimeProfile): Result<LocalTime> {
  const hasOffset = format === 'ISO' && /(?:Z|[+-]\d\d:?\d\d)$/i.test(text)
  const shifted = !hasOffset && isShifted(found, text, format)
  const [earlier, later] = hasOffset ? [] : found.getPossibleOffsets()
  const isDoubled = earlier !== undefined && later !== undefined
  if ((shifted && rules.skippedTime === 'refuse') || (isDoubled && rules.doubledTime === 'refuse')) {
    return refuse('bad-time', `${field}: "${text}" ${shifted ? 'does not exist' : 'comes twice'} in ${found.zoneName ?? ''}`)
  }
  const at = (isDoubled ? (rules.doubledTime === 'later' ? later : earlier) : found).toMillis()
  if (at < 0 || at > LAST) return refuse('bad-time', `${field}: "${text}" is outside 1970-9999`)
  return ok({ at, flag: shifted ? 'time-shifted' : isDoubled ? 'time-doubled' : null })
}

/** Luxon moves a skipped local time forward; read as UTC the same text keeps its hour. */
function isShifted(found: DateTime, text: string, format: string): boolean {
  const options = { zone: 'utc', locale: 'en-US' }
  const plain = format === 'ISO' ? DateTime.fromISO(text, options) : DateTime.fromFormat(text, format, options)
  return plain.isValid && (plain.hour !== found.hour || plain.minute !== found.minute)
}
