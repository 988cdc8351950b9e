import type { Random } from '#shared/kernel/clock.ts'

const FIRST_MS = 250
const MOST_MS = 5_000

/**
 * Wait before attempt `failures` + 1: doubling, half of it random so that forty seats do not come back in one breath. Never
 * shorter than the platform asked for.
 */
export function backoffMs(failures: number, random: Random, retryAfterMs = 0): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures, 10))
  const spread = (random.bytes(1)[0] ?? 0) / 255
  return Math.max(retryAfterMs * (1 + spread / 4), ceiling / 2 + (ceiling / 2) * spread)
}
