import { createHash } from 'node:crypto'
import { refuse, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

/**
 * Component codes for things that bring none: district, class digits and a serial drawn from the key's hash. A taken serial
 * moves on by one; keys are served in the order of their text, so the same things get the same codes whatever the order of the
 * file, and one thing more or less moves only what it collided with.
 *
 * Refused: `too-large` when the range of serials is fuller than nine tenths.
 */
export function makeCodes(
  things: readonly { readonly key: string; readonly classCode: string }[],
  district: string,
  [from, to]: readonly [number, number],
): Result<ReadonlyMap<string, string>> {
  const codes = new Map<string, string>()
  const taken = new Set<string>()
  const room = to - from + 1
  const perClass = new Map<string, number>()
  for (const { key, classCode } of [...things].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const used = (perClass.get(classCode) ?? 0) + 1
    perClass.set(classCode, used)
    if (used > room * 0.9) return refuse('too-large', `${classCode}: more things than code.serials ${from}-${to} can hold`)
    let step = createHash('sha256').update(key).digest().readUInt32BE() % room
    const codeAt = (offset: number): string => `${district}${classCode.slice(1)}${String(from + offset).padStart(6, '0')}`
    while (taken.has(codeAt(step))) step = (step + 1) % room
    taken.add(codeAt(step))
    codes.set(key, codeAt(step))
  }
  return ok(codes)
}
