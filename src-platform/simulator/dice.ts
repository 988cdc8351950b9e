// Chance in the simulated town: every question is thrown with dice of its own, named by what it is about, so that an answer
// hangs on nothing but its name and stays the same whatever else has been asked before.

export interface Dice {
  /** Uniform in [0, 1). */
  next(): number
  between(low: number, high: number): number
  /** Whole number in [low, high]. */
  whole(low: number, high: number): number
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  bytes(length: number): Uint8Array
}

/** Dice that fall alike for equal names. */
export function diceFor(...name: readonly (string | number)[]): Dice {
  let state = hashOf(name.join('\n'))
  // splitmix32
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 4_294_967_296
  }
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    chance: (share) => next() < share,
    pick: (items) => {
      const picked = items[whole(0, items.length - 1)]
      if (picked === undefined) throw new Error('dice: nothing to pick from')
      return picked
    },
    bytes: (length) => Uint8Array.from({ length }, () => whole(0, 255)),
  }
}

/** FNV-1a over the UTF-16 units, stirred once more so that names that differ at their end begin far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Items with their weights, thrown for in proportion. */
export interface Weighted<T> {
  readonly items: readonly T[]
  pick(dice: Dice): T
}

export function weighted<T>(pairs: readonly (readonly [T, number])[]): Weighted<T> {
  const sums: number[] = []
  let total = 0
  for (const [, weight] of pairs) sums.push((total += weight))
  return {
    items: pairs.map(([item]) => item),
    pick(dice) {
      const thrown = dice.next() * total
      const found = pairs[sums.findIndex((sum) => thrown < sum)] ?? pairs.at(-1)
      if (found === undefined) throw new Error('dice: nothing to pick from')
      return found[0]
    },
  }
}
