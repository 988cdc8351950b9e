import { parseIsoDate } from '#shared/domain/limits/local-day.ts'
import { CaseNo } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { defaultCodePatterns } from './code-patterns.ts'
import type { CodePattern } from './code-patterns.ts'
import { parseCode } from './parse-code.ts'

export interface CaseNumberParts {
  /** Division code (GB/T 2260). */
  readonly district: string
  /** Local day YYYYMMDD. */
  readonly day: string
  /** From 1. */
  readonly serial: number
}

/** Writes a 案卷号. Refuses 'bad-time' for a day that does not exist and 'bad-request' for what the pattern cannot hold. */
export function buildCaseNo(parts: CaseNumberParts, pattern: CodePattern = defaultCodePatterns.caseNo): Result<CaseNo> {
  if (!isLocalDay(parts.day)) return refuse('bad-time', parts.day.slice(0, 24))
  if (!Number.isInteger(parts.serial) || parts.serial < 1) return refuse('bad-request', 'serial')
  const texts = new Map([
    ['district', parts.district],
    ['date', parts.day],
    ['serial', String(parts.serial)],
  ])
  const groups = pattern.map((part) => (texts.get(part.name) ?? '').padStart(part.name === 'serial' ? part.length : 0, '0'))
  const wrong = pattern.find((part, i) => groups[i]?.length !== part.length)
  if (wrong !== undefined) return refuse('bad-request', wrong.name)
  const no = CaseNo.safeParse(groups.join(''))
  return no.success && /^\d+$/.test(no.data) ? ok(no.data) : refuse('bad-request', 'district')
}

/** Reads a 案卷号. Refuses 'bad-request' for the wrong shape and 'bad-time' for a day that does not exist. */
export function parseCaseNo(text: string, pattern: CodePattern = defaultCodePatterns.caseNo): Result<CaseNumberParts> {
  const parsed = parseCode(text, pattern, 'bad-request')
  if (!parsed.ok) return parsed
  const { parts } = parsed.value
  const day = parts.get('date') ?? ''
  const serial = Number(parts.get('serial'))
  if (!isLocalDay(day)) return refuse('bad-time', day)
  return serial >= 1 ? ok({ district: parts.get('district') ?? '', day, serial }) : refuse('bad-request', 'serial')
}

/** Is this YYYYMMDD a real day? */
export function isLocalDay(day: string): boolean {
  return /^\d{8}$/.test(day) && parseIsoDate(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`) !== undefined
}
