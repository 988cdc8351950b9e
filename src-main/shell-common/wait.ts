import { setTimeout as sleep } from 'node:timers/promises'

const STEP_MS = 40

/** Polls what cannot call us back (processes that are not our children); false when `limitMs` passed first. */
export async function waitUntil(isTrue: () => boolean, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs
  while (!isTrue()) {
    if (performance.now() > until) return false
    await sleep(STEP_MS)
  }
  return true
}
