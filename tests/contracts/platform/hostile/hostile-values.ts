// What somebody sends who means no good, or whose program is broken: values for any member of a request, and what may be done to
// a request that would otherwise be good.
import fc from 'fast-check'

const deep = (levels: number): unknown => {
  let value: unknown = 1
  for (let i = 0; i < levels; i += 1) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

const texts = [
  ...['', ' ', '0', '-1', '1e309', 'NaN', 'null', 'true', 'a\0b', '\ud800', 'x\udfff', '\u202e反', '\ufeff', '😀'.repeat(40)],
  ...["'; DROP TABLE entity; --", "' OR '1'='1", '$1', '%', '_', '\\', '{}', '[]', '__proto__', 'constructor', 'hasOwnProperty'],
  ...['../../../etc/passwd', '%2e%2e%2f', '<script>alert(1)</script>', '${7*7}', '\r\nSet-Cookie: a=b', 'D99', '9999', 'Infinity'],
  ...['井'.repeat(5_000), 'x'.repeat(70_000), '99999999', '00000000', '20260230', '1970-01-01', '9999-12-31T23:59:59Z', '24:01'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'f'.repeat(64), 'system', 'administrator'],
]
const numbers = [
  ...[0, -0, -1, 1, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e21, 1e308, 5e-324],
  ...[253_402_300_799_999, 253_402_300_800_000, 8.64e15, 8.64e15 + 1, -8.64e15, 100_000, 90.000_001, 180.000_001],
]
const others = [
  ...[null, true, false, [], {}, [[]], [null], { length: 1 }, { toString: 1 }, { ver: null }, { after: 1 }],
  ...[deep(20), deep(70)],
]

/** A value of any type, most of them at the edge of something. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...texts, ...numbers, ...others),
  fc.constantFrom<unknown>(...texts, ...numbers, ...others),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.double(),
  fc.maxSafeInteger(),
  fc.json({ maxDepth: 3 }).map((text): unknown => JSON.parse(text)),
)

/** What is done to one member; which one, `at` says modulo how many there are. */
export interface Spoiling {
  readonly at: number
  readonly how: 'replace' | 'remove' | 'repeat' | 'add'
  readonly value: unknown
}

export const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.nat(10_000),
  how: fc.constantFrom('replace', 'replace', 'replace', 'replace', 'remove', 'repeat', 'add'),
  value: hostileValue,
})

interface Slot {
  readonly holder: Record<string, unknown>
  readonly key: string
}

/** A copy of these parts to whose members, and members of members, this has been done. */
export function spoil<K extends string>(
  parts: Readonly<Record<K, unknown>>,
  spoilings: readonly Spoiling[],
): Partial<Record<K, unknown>> {
  const root = structuredClone(parts) as Record<string, unknown>
  for (const one of spoilings) {
    const slots = slotsOf(root)
    const slot = slots[one.at % slots.length]
    if (slot !== undefined) apply(slot, one)
  }
  return root as Partial<Record<K, unknown>>
}

function apply({ holder, key }: Slot, { how, value }: Spoiling): void {
  const present = holder[key]
  if (how === 'replace') holder[key] = value
  else if (how === 'remove') Reflect.deleteProperty(holder, key)
  else if (how === 'repeat') holder[key] = [present, present]
  else if (typeof present === 'object' && present !== null) Object.assign(present, { [(JSON.stringify(value) ?? '').slice(0, 50)]: value })
  else holder[key] = { ...Object(present), extra: value }
}

/** Every member of objects and lists, however deep, the outermost first. */
function slotsOf(root: Record<string, unknown>): Slot[] {
  const slots: Slot[] = []
  const open: unknown[] = [root]
  for (let i = 0; i < open.length && slots.length < 2_000; i += 1) {
    const holder = open[i]
    if (typeof holder !== 'object' || holder === null) continue
    for (const key of Object.keys(holder)) {
      slots.push({ holder: holder as Record<string, unknown>, key })
      open.push((holder as Record<string, unknown>)[key])
    }
  }
  return slots
}
