/** Time and randomness enter through these ports only, so that a whole hall can run in a seeded simulation. */
export interface Clock {
  /** Wall clock, epoch milliseconds; may jump, never orders anything. */
  now(): number
  /** Monotonic milliseconds since some start; for time-outs and ages. */
  monotonicMs(): number
}

export interface Random {
  /** Uniform bytes, used for ids. */
  bytes(length: number): Uint8Array
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
}

export const systemRandom: Random = {
  bytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
}
