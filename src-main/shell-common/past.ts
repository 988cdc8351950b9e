import type { Clock } from '#shared/kernel/clock.ts'
import { z } from '#shared/kernel/zod.ts'
import type { Say } from './say.ts'

/** What the platform prints while it writes the past of a generated town. */
export const PastLine = z.object({
  type: z.literal('platform-history'),
  done: z.boolean(),
  daysDone: z.int().min(0),
  days: z.int().min(1),
  cases: z.int().min(0),
  elapsedMs: z.number().min(0),
})
export type Past = Pick<z.infer<typeof PastLine>, 'done' | 'daysDone' | 'days' | 'cases' | 'elapsedMs'>

const SAY_EVERY_MS = 5_000

/** Says now and then how far the past has been written, and when it is there; nothing where there was nothing to write. */
export class PastVoice {
  readonly #say: Say
  readonly #clock: Clock
  #saidMs: number

  constructor(say: Say, clock: Clock) {
    this.#say = say
    this.#clock = clock
    this.#saidMs = clock.monotonicMs()
  }

  heard(past: Past): void {
    const nowMs = this.#clock.monotonicMs()
    if (past.cases === 0 || (!past.done && nowMs - this.#saidMs < SAY_EVERY_MS)) return
    this.#saidMs = nowMs
    this.#say(...pastWords(past))
  }
}

export function pastWords({ done, daysDone, days, cases, elapsedMs }: Past): [zh: string, en: string] {
  const [many, rate] = [cases, (cases * 1_000) / Math.max(1, elapsedMs)].map((n) => Math.round(n).toLocaleString('en'))
  if (done) return [`历史案件已生成，共 ${many} 件`, `the past is written: ${many} cases`]
  const leftS = Math.ceil((elapsedMs / Math.max(1, daysDone)) * ((days - daysDone) / 1_000))
  const [zh, en] = [
    `${String(daysDone)}/${String(days)} 天，${many} 件`,
    `${String(daysDone)}/${String(days)} days, ${many} cases`,
  ]
  return [
    `正在生成历史案件 ${zh}，每秒 ${rate} 件，约剩 ${String(leftS)} 秒`,
    `writing the past: ${en}, ${rate}/s, about ${String(leftS)} s left`,
  ]
}
