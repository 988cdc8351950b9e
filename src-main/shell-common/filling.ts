import type { Clock } from '#shared/kernel/clock.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Say } from './say.ts'

/** What the platform prints while it fills an empty hall: rows stored of rows there will be. */
export const FillingLine = z.object({ type: z.literal('platform-filling'), done: z.int().min(0), of: z.int().min(1) })
export type Filling = Pick<z.infer<typeof FillingLine>, 'done' | 'of'>

const SAY_EVERY_MS = 1_000

/** Says how far the first start has come: share, rows, rows a second, time left; once a second and at the end. */
export class FillingVoice {
  readonly #say: Say
  readonly #clock: Clock
  #begun: { readonly atMs: number; readonly done: number } | null = null
  #saidMs = -Infinity

  constructor(say: Say, clock: Clock) {
    this.#say = say
    this.#clock = clock
  }

  /** Nobody else need say that something is going on. */
  hasJustSpoken(): boolean {
    return this.#clock.monotonicMs() - this.#saidMs < 3 * SAY_EVERY_MS
  }

  heard({ done, of }: Filling): void {
    const nowMs = this.#clock.monotonicMs()
    // A platform that was started again begins once more.
    if (this.#begun === null || done < this.#begun.done) this.#begun = { atMs: nowMs, done }
    if (done < of && nowMs - this.#saidMs < SAY_EVERY_MS) return
    this.#saidMs = nowMs
    const rate = ((done - this.#begun.done) * 1_000) / Math.max(1, nowMs - this.#begun.atMs)
    this.#say(...fillingWords({ done, of }, rate))
  }
}

/** `ratePerSecond` 0: not known yet. */
export function fillingWords({ done, of }: Filling, ratePerSecond: number): [zh: string, en: string] {
  const percent = Math.floor((100 * done) / of)
  const [rows, all, rate] = [done, of, Math.round(ratePerSecond)].map((n) => n.toLocaleString('en'))
  const leftS = Math.ceil((of - done) / Math.max(1, ratePerSecond))
  const isTimed = ratePerSecond >= 1 && done < of
  return [
    `正在生成示范城区 ${percent} %，${rows}/${all} 行${isTimed ? `，每秒 ${rate} 行，约剩 ${leftS} 秒` : ''}`,
    `making the town ${percent} %, ${rows}/${all} rows${isTimed ? `, ${rate}/s, about ${leftS} s left` : ''}`,
  ]
}
