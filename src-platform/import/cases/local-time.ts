// Times as a foreign system wrote them: local, in its zone, with the two hours a year that need a decision.
import { DateTime } from 'luxon'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CaseProfile } from './case-profile.ts'

export type TimeProfile = Pick<CaseProfile, 'timeZone' | 'dateFormats'> & {
  readonly rules: Pick<CaseProfile['rules'], 'skippedTime' | 'doubledTime'>
}

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
    // Read as if it were UTC first, so that its hour is still to be seen where the zone skips it.
    const asUtc = { zone: 'utc' }
    const plain = format === 'ISO' ? DateTime.fromISO(text, asUtc) : DateTime.fromFormatParser(text, parserOf(format), asUtc)
    if (plain.isValid) return decide(plain, text, field, format, profile)
  }
  return refuse('bad-time', `${field}: "${text.slice(0, 40)}"`)
}

function decide(plain: DateTime, text: string, field: string, format: string, profile: TimeProfile): Result<LocalTime> {
  const { timeZone, rules } = profile
  const hasOffset = format === 'ISO' && /T.*(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(text)
  const found = hasOffset ? plain : plain.setZone(timeZone, { keepLocalTime: true })
  const shifted = plain.hour !== found.hour || plain.minute !== found.minute
  const [earlier, later] = hasOffset ? [] : found.getPossibleOffsets()
  const isDoubled = earlier !== undefined && later !== undefined
  if ((shifted && rules.skippedTime === 'refuse') || (isDoubled && rules.doubledTime === 'refuse')) {
    return refuse('bad-time', `${field}: "${text}" ${shifted ? 'does not exist' : 'comes twice'} in ${timeZone}`)
  }
  const at = (isDoubled ? (rules.doubledTime === 'later' ? later : earlier) : found).toMillis()
  if (at < 0 || at > LAST) return refuse('bad-time', `${field}: "${text}" is outside 1970-9999`)
  return ok({ at, flag: shifted ? 'time-shifted' : isDoubled ? 'time-doubled' : null })
}

const parsers = new Map<string, ReturnType<typeof DateTime.buildFormatParser>>()

/** Formats are few and rows are many. */
function parserOf(format: string): ReturnType<typeof DateTime.buildFormatParser> {
  const parser = parsers.get(format) ?? DateTime.buildFormatParser(format, { locale: 'en-US' })
  parsers.set(format, parser)
  return parser
}
