import { createHash } from 'node:crypto'
import { refuse, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

/** Whose each code is that was made before: code → key. A thing that has changed its class has one of each class. */
export type KnownCodes = ReadonlyMap<string, string>

/** District and class; the serial is behind them. */
const PREFIX_DIGITS = 10

/**
 * Component codes for things that bring none: district, class digits and a serial drawn from the key's hash. A taken serial
 * moves on by one. What was made before stays: a known thing keeps its code, and nobody else gets it, also while the thing is
 * missing from the file. New keys are served in the order of their text, so that the order of the file does not matter.
 *
 * Refused: `too-large` when the range of serials is fuller than nine tenths.
 */
export function makeCodes(
  things: readonly { readonly key: string; readonly classCode: string }[],
  district: string,
  [from, to]: readonly [number, number],
  known: KnownCodes = new Map(),
): Result<ReadonlyMap<string, string>> {
  const room = to - from + 1
  const takenOf = new Map<string, Set<string>>()
  const take = (code: string): number => {
    const prefix = code.slice(0, PREFIX_DIGITS)
    const taken = takenOf.get(prefix) ?? new Set()
    takenOf.set(prefix, taken.add(code))
    return taken.size
  }
  const before = new Map<string, string>()
  for (const [code, key] of known) {
    const serial = Number(code.slice(PREFIX_DIGITS))
    if (serial < from || serial > to) continue
    take(code)
    before.set(`${code.slice(0, PREFIX_DIGITS)} ${key}`, code)
  }
  const codes = new Map<string, string>()
  for (const { key, classCode } of [...things].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const prefix = `${district}${classCode.slice(1)}`
    const taken = takenOf.get(prefix)
    const code = before.get(`${prefix} ${key}`) ?? freeCode(key, (serial) => `${prefix}${String(from + serial).padStart(6, '0')}`, room, taken)
    const isNew = taken?.has(code) !== true
    if (take(code) > room * 0.9 && isNew)
      return refuse('too-large', `${classCode}: more things than code.serials ${from}-${to} can hold`)
    codes.set(key, code)
  }
  return ok(codes)
}

function freeCode(key: string, codeAt: (serial: number) => string, room: number, taken: ReadonlySet<string> = new Set()): string {
  let serial = createHash('sha256').update(key).digest().readUInt32BE() % room
  while (taken.has(codeAt(serial))) serial = (serial + 1) % room
  return codeAt(serial)
}
