/** Numbers that hang on a row and a purpose only, so that row 7 is the same in every size and every run. */
export interface Dice {
  /** 0 <= value < sides, whole. */
  roll(sides: number): number
  between(from: number, to: number): number
  pick<T>(from: readonly [T, ...T[]]): T
  chance(share: number): boolean
}

const STEP = 0x9e3779b9

/** Splitmix32 begun at the row. */
export function diceOf(row: number): Dice {
  let state = Math.imul(row + 1, 0x85ebca6b) >>> 0
  const next = (): number => {
    state = (state + STEP) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
  }
  const roll = (sides: number): number => Math.floor(next() * sides)
  return {
    roll,
    between: (from, to) => from + next() * (to - from),
    pick: (from) => from[roll(from.length)] ?? from[0],
    chance: (share) => next() < share,
  }
}
