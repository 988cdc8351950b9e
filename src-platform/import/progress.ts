// One line on the terminal while it lasts: rows, rows a second, time left. Silent where nobody looks.
import type { Clock } from '#shared/kernel/clock.ts'

export interface Progress {
  /** `share` of the work done, 0..1, null when it cannot be known. */
  tick(rows: number, share: number | null): void
  clear(): void
}

const EVERY_MS = 200

export function progressOn(out: NodeJS.WriteStream, clock: Clock, label: string): Progress {
  if (!out.isTTY) return { tick: () => undefined, clear: () => undefined }
  const startedMs = clock.monotonicMs()
  let shownMs = startedMs
  return {
    tick: (rows, share) => {
      const nowMs = clock.monotonicMs()
      if (nowMs - shownMs < EVERY_MS) return
      shownMs = nowMs
      out.write(`\r\x1b[K${progressLine(label, rows, share, nowMs - startedMs)}`)
    },
    clear: () => {
      out.write('\r\x1b[K')
    },
  }
}

export function progressLine(label: string, rows: number, share: number | null, elapsedMs: number): string {
  const perSecond = Math.round(rows / Math.max(0.001, elapsedMs / 1_000))
  const left = share === null || share <= 0 ? '' : `, ${Math.ceil((elapsedMs * (1 - Math.min(1, share))) / share / 1_000)} s left`
  const percent = share === null ? '' : ` (${Math.floor(Math.min(1, share) * 100)} %)`
  return `${label}: ${rows.toLocaleString('en')} rows${percent}, ${perSecond.toLocaleString('en')}/s${left}`
}
