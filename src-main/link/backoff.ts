import type { Random } from '#shared/kernel/clock.ts'

const FIRST_MS = 250
const MOST_MS = 5_000

/**
 * Wait before attempt `failures` + 1: doubling, half of it random so that forty seats do not come back in one breath. Never
 * shorter than the platform asked for.
 */
export function backoffMs(failures: number, random: Random, retryAfterMs = 0): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures, 10))
  return Math.max(askedForMs(retryAfterMs, random), ceiling / 2 + (ceiling / 2) * spreadOf(random))
}

/** The platform's wish, and up to a quarter more: all seats were told the same. */
export function askedForMs(retryAfterMs: number, random: Random): number {
  return retryAfterMs * (1 + spreadOf(random) / 4)
}

/** 0 to 1. */
function spreadOf(random: Random): number {
  return (random.bytes(1)[0] ?? 0) / 255
}
