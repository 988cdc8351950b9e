// Times as a foreign system wrote them: local, in its zone, with the two hours a year that need a decision.
import { DateTime, IANAZone } from 'luxon'
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

/** A zone of our own object, so that a time that says no zone is told from one that says UTC. */
const AS_WRITTEN = new IANAZone('UTC')

interface Written {
  /** The instant; of a local time its digits as if they were UTC: its hour is still to be seen where the zone skips it. */
  readonly time: DateTime
  /** Whose local time it is; null where the text says its offset. */
  readonly zone: string | null
}

/** Null for an empty cell; `bad-time` for what is no time, lies outside 1970-9999, or is refused by rule. */
export function readLocalTime(text: string, field: string, profile: TimeProfile): Result<LocalTime | null> {
  if (text === '') return ok(null)
  for (const format of profile.dateFormats) {
    const written = format === 'ISO' ? readIso(text, profile.timeZone) : readFormat(text, format, profile.timeZone)
    if (written.time.isValid) return decide(written, text, field, profile)
  }
  return refuse('bad-time', `${field}: "${text.slice(0, 40)}"`)
}

/** `[Asia/Shanghai]` behind an offset adds nothing: the offset has said the instant. */
function readIso(text: string, timeZone: string): Written {
  const [, time = text, named] = /^([^[]*)\[([^[\]]+)\]$/.exec(text) ?? []
  const read = DateTime.fromISO(time, { zone: AS_WRITTEN, setZone: true })
  if (read.zone !== AS_WRITTEN) return { time: read, zone: null }
  const isKnown = named === undefined || IANAZone.isValidZone(named)
  return { time: isKnown ? read : DateTime.invalid('unknown zone'), zone: named ?? timeZone }
}

function readFormat(text: string, format: string, timeZone: string): Written {
  const read = DateTime.fromFormatParser(text, parserOf(format), { zone: AS_WRITTEN, setZone: true })
  if (!read.isValid || read.zone === AS_WRITTEN) return { time: read, zone: timeZone }
  if (read.zone.isUniversal) return { time: read, zone: null }
  const { result } = DateTime.fromFormatExplain(text, format, { locale: 'en-US' })
  return { time: DateTime.fromObject(result ?? {}, { zone: 'utc' }), zone: read.zone.name }
}

function decide({ time, zone }: Written, text: string, field: string, { rules }: TimeProfile): Result<LocalTime> {
  const found = zone === null ? time : time.setZone(zone, { keepLocalTime: true })
  const shifted = time.hour !== found.hour || time.minute !== found.minute
  const [earlier, later] = zone === null ? [] : found.getPossibleOffsets()
  const isDoubled = earlier !== undefined && later !== undefined
  if ((shifted && rules.skippedTime === 'refuse') || (isDoubled && rules.doubledTime === 'refuse')) {
    return refuse('bad-time', `${field}: "${text}" ${shifted ? 'does not exist' : 'comes twice'} in ${zone ?? ''}`)
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
