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

export interface Timers {
  /** Runs `task` once after `ms`; the returned function calls it off. */
  after(ms: number, task: () => void): () => void
  /** Runs `task` every `ms` until called off. */
  every(ms: number, task: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
}

export const systemRandom: Random = {
  bytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
}

export const systemTimers: Timers = {
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => {
      clearTimeout(timer)
    }
  },
  every: (ms, task) => {
    const timer = setInterval(task, ms)
    return () => {
      clearInterval(timer)
    }
  },
}
