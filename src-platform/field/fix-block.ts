// Packed fixes of one object. Glossary: varint, 7 bits a byte, the lowest first; zigzag, small negative numbers become small
// ones. A block is a version byte, the count, then for each fix five varints: the change of the time step (people report
// evenly, so it is mostly 0), and the steps of longitude, latitude, heading and speed.
import type { StoredFix } from './stored-fix.ts'

const VERSION = 1
/** Stands for "not known" where headings and speeds are counted from 1. */
const NONE = 0

/** `fixes` in order of time. Around 7 bytes a fix for somebody walking. */
export function encodeBlock(fixes: readonly StoredFix[]): Buffer {
  const bytes: number[] = [VERSION]
  pushVarint(bytes, fixes.length)
  let before = { at: 0, step: 0, lng: 0, lat: 0, heading: NONE, speed: NONE }
  for (const fix of fixes) {
    const step = fix.at - before.at
    const heading = fix.heading === null ? NONE : fix.heading + 1
    const speed = fix.speed === null ? NONE : fix.speed + 1
    pushSigned(bytes, step - before.step)
    pushSigned(bytes, fix.lng - before.lng)
    pushSigned(bytes, fix.lat - before.lat)
    pushSigned(bytes, heading - before.heading)
    pushSigned(bytes, speed - before.speed)
    // The first step is the date itself; the second must not be measured against it.
    before = { at: fix.at, step: before.at === 0 ? 0 : step, lng: fix.lng, lat: fix.lat, heading, speed }
  }
  return Buffer.from(bytes)
}

/** Throws a RangeError when the bytes are no block. */
export function decodeBlock(bytes: Uint8Array): StoredFix[] {
  if (bytes[0] !== VERSION) throw new RangeError('fix block: unknown version')
  const reader = new VarintReader(bytes, 1)
  const count = reader.varint()
  if (count > bytes.length) throw new RangeError('fix block: count')
  const fixes: StoredFix[] = []
  let [at, step, lng, lat, heading, speed] = [0, 0, 0, 0, NONE, NONE]
  for (let i = 0; i < count; i += 1) {
    const next = step + reader.signed()
    step = at === 0 ? 0 : next
    at += next
    lng += reader.signed()
    lat += reader.signed()
    heading += reader.signed()
    speed += reader.signed()
    fixes.push({ at, lng, lat, heading: heading === NONE ? null : heading - 1, speed: speed === NONE ? null : speed - 1 })
  }
  return fixes
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value
  // By division: dates in milliseconds are beyond 32 bits.
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
}

function pushSigned(bytes: number[], value: number): void {
  pushVarint(bytes, value >= 0 ? value * 2 : -value * 2 - 1)
}

class VarintReader {
  readonly #bytes: Uint8Array
  #next: number

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.#next = start
  }

  varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#bytes[this.#next]
      if (byte === undefined || scale > Number.MAX_SAFE_INTEGER) throw new RangeError('fix block: cut short')
      this.#next += 1
      value += (byte % 0x80) * scale
      if (byte < 0x80) return value
    }
  }

  signed(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}
