import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { defaultCodePatterns, lengthOf } from './code-patterns.ts'
import type { CodePattern } from './code-patterns.ts'

/** A code in its one written form (ASCII digits, no spaces) and its groups by name. */
export interface ParsedCode {
  readonly code: string
  readonly parts: ReadonlyMap<string, string>
}

const CLASS_CODE = /^([CE])(\d{2})(\d{2,6})$/

/** Reads a 单元网格编码; spaces and full-width digits are forgiven. Refuses 'bad-grid-code'. */
export function parseGridCode(text: string, pattern: CodePattern = defaultCodePatterns.grid): Result<ParsedCode> {
  return parseCode(text, pattern, 'bad-grid-code')
}

/** Reads a 部件标识码 as {@link parseGridCode} does. Refuses 'bad-component-code'. */
export function parseComponentCode(text: string, pattern: CodePattern = defaultCodePatterns.component): Result<ParsedCode> {
  return parseCode(text, pattern, 'bad-component-code')
}

/** Class code a component's own code tells: "C" + major + minor. */
export function classCodeOf(component: ParsedCode): string {
  return `C${component.parts.get('major') ?? ''}${component.parts.get('minor') ?? ''}`
}

/** Takes "C0101" apart; majors have two digits, minors two or more. Refuses 'unknown-class'. */
export function parseClassCode(text: string): Result<{ kind: 'component' | 'event'; major: string; minor: string }> {
  const [, letter, major, minor] = CLASS_CODE.exec(text) ?? []
  if (major === undefined || minor === undefined) return refuse('unknown-class', text.slice(0, 24))
  return ok({ kind: letter === 'C' ? 'component' : 'event', major, minor })
}

/** Splits a code by a pattern, refusing with the code given. */
export function parseCode(text: string, pattern: CodePattern, refusal: ErrorCode): Result<ParsedCode> {
  const digits = asciiDigits(text)
  if (digits.length !== lengthOf(pattern) || !/^\d+$/.test(digits)) return refuse(refusal, text.slice(0, 40))
  const parts = new Map<string, string>()
  let at = 0
  for (const part of pattern) {
    parts.set(part.name, digits.slice(at, at + part.length))
    at += part.length
  }
  return ok({ code: digits, parts })
}

/** As typed or pasted from anywhere: full-width digits become ASCII, white space goes. Longer texts are no codes. */
function asciiDigits(text: string): string {
  return text.slice(0, 200).normalize('NFKC').replace(/\s/gu, '')
}
