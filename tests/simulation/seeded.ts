import type { Random } from '#shared/kernel/clock.ts'

/** Chance that is the same in every run: sfc32, seeded by words. Each user forks its own, so that dropping one changes no other.
 */
export class Seeded implements Random {
  readonly #name: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(...words: readonly (string | number)[]) {
    this.#name = words.join('/')
    ;[this.#a, this.#b, this.#c] = [hash32(`${this.#name}a`), hash32(`${this.#name}b`), hash32(`${this.#name}c`)]
    for (let i = 0; i < 12; i += 1) this.#word()
  }

  fork(...words: readonly (string | number)[]): Seeded {
    return new Seeded(this.#name, ...words)
  }

  /** 0 to just below 1. */
  unit(): number {
    return this.#word() / 0x1_0000_0000
  }

  /** From least to most, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.unit() * from.length)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }

  /** Undefined where there is none. */
  pickAny<T>(from: readonly T[]): T | undefined {
    return from.length === 0 ? undefined : this.pick(from)
  }

  /** The same in any order. */
  shuffled<T>(from: readonly T[]): T[] {
    const left = [...from]
    return from.flatMap(() => left.splice(this.whole(0, left.length - 1), 1))
  }

  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = Object.keys(weights) as Name[] // the keys of this very object
    let at = this.unit() * names.reduce((sum, name) => sum + weights[name], 0)
    return names.find((name) => (at -= weights[name]) < 0) ?? this.pick(names)
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#word() & 0xff)
  }

  #word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }
}

/** FNV-1a. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
