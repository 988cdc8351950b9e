import type { PowerSaveBlocker } from 'electron'

/** Keeps the displays lit while the hall is open; the returned function lets them sleep again. */
export function keepAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>): () => void {
  const id = blocker.start('prevent-display-sleep')
  return () => {
    if (blocker.isStarted(id)) blocker.stop(id)
  }
}
