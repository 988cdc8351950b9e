import type { Meaning } from '#renderer/styles/symbols.ts'

/** One clock of a case as {@link ClockTable} shows it. */
export interface ClockLine {
  readonly key: string
  /** 受理 */
  readonly step: string
  /** 15 分钟 */
  readonly limit: string
  readonly phase: 'done' | 'running' | 'ahead'
  /** Counted share of the limit while running, 0 to 1. */
  readonly share?: number | undefined
  /** 用 2 分 38 秒 */
  readonly used?: string | undefined
  /** 14:36:33, 最迟 14:51 */
  readonly due: string
  readonly meaning?: Meaning | undefined
  /** Its arithmetic in sentences: which hours counted, and why. */
  readonly sum?: readonly string[] | undefined
}
