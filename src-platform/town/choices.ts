/** Reproducible choices that depend on nothing but the seed and their place: row i is the same whoever asks for it first. */
export interface Choices {
  /** Uniform in [0, 1) for these keys. */
  at(...keys: readonly number[]): number
  between(low: number, high: number, ...keys: readonly number[]): number
  pick<T>(items: readonly [T, ...T[]], ...keys: readonly number[]): T
}

export function choices(seed: number, purpose: string): Choices {
  let root = mix(seed >>> 0)
  for (const char of purpose) root = mix(root ^ (char.codePointAt(0) ?? 0))
  const at = (...keys: readonly number[]): number => keys.reduce((hash, key) => mix(hash ^ mix(key >>> 0)), root) / 4_294_967_296
  return {
    at,
    between: (low, high, ...keys) => low + at(...keys) * (high - low),
    pick: (items, ...keys) => items[Math.floor(at(...keys) * items.length)] ?? items[0],
  }
}

/** Finalizer of splitmix32: every bit of the answer hangs on every bit of the question. */
function mix(value: number): number {
  let z = (value + 0x9e3779b9) >>> 0
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
  return (z ^ (z >>> 16)) >>> 0
}
