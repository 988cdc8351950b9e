import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#shared/kernel/clock.ts'

const POLL_MS = 25

/** Asks again and again until `check` holds; false when the time is up. Always asks at least once. */
export async function waitUntil(check: () => boolean | Promise<boolean>, timeoutMs: number, clock: Clock): Promise<boolean> {
  const deadline = clock.monotonicMs() + timeoutMs
  for (;;) {
    if (await check()) return true
    if (clock.monotonicMs() >= deadline) return false
    await sleep(POLL_MS)
  }
}
