import { setTimeout as sleep } from 'node:timers/promises'

/** For what happens soon: a test goes on as soon as it holds; the bound is for a hang on a machine that does ten other things. */
export const SOON = { timeout: 60_000, interval: 10 } as const

/** Asks again and again until it is so; `what` names it in the failure. */
export async function until(what: string | (() => string), isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + SOON.timeout
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`never: ${typeof what === 'string' ? what : what()}`)
    await sleep(SOON.interval)
  }
}
