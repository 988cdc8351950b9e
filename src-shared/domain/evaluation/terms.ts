// Words of the evaluation 综合评价 that every process shares.
import { z } from '#shared/kernel/zod.ts'

/** Days, months and years of the evaluation are those of Beijing time, wherever the machine stands. */
export const EVALUATION_OFFSET_MINUTES = 480

/** 日, 旬 (1st-10th, 11th-20th, 21st to the end), 月, 年. */
export const PeriodKind = z.enum(['day', 'ten-day', 'month', 'year'])
export type PeriodKind = z.infer<typeof PeriodKind>

/**
 * What a filed case has come to; every filed case stands in exactly one. closed-on-time 按期结案 · closed-late 超期结案 · overdue
 * 超期未结案 (these three are 应结案) · not-due 未到期, and what waits for the hall after an answer in time · on-account 挂账 · exempt 申诉免计
 * · no-limit closed without a limit · voided 作废.
 */
export const Outcome = z.enum([
  'closed-on-time',
  'closed-late',
  'overdue',
  'not-due',
  'on-account',
  'exempt',
  'no-limit',
  'voided',
])
export type Outcome = z.infer<typeof Outcome>

/** 应结案 = 按期结案 + 超期结案 + 超期未结案. */
export const shouldCloseOutcomes = ['closed-on-time', 'closed-late', 'overdue'] as const satisfies readonly Outcome[]

/**
 * Counts of a period. `reported` to `selfHandled` are cases reported in it, all others cases filed in it. A case counts where it
 * stands now: with its present department, in its present outcome.
 */
export const countNames = [
  'reported', // 上报
  'accepted', // 受理
  'refused', // 不立案
  'notRefused', // 上报 without 不立案: what hot spots are made of
  'selfHandled', // 自行处置
  'filed', // 立案
  'dispatched', // 派遣
  'handled', // 处置
  'shouldClose', // 应结案
  'closed', // 结案 = onTime + late
  'onTime', // 按期结案
  'late', // 超期结案
  'overdue', // 超期未结案
  'notDue', // 未到期
  'open', // 未结案 = overdue + notDue + onAccount
  'onAccount', // 挂账
  'exempt', // 申诉免计
  'noLimit', // 无时限结案
  'voided', // 作废
  'reworked', // 返工: cases sent back at least once to the department that has them
  'reworkedClosed', // 返工后结案: those of them that count as closed
  'returned', // 退回: cases given back at least once on their way
  'publicReports', // 监督举报: filed cases that the public reported
  'urgent', // 紧急
] as const
export const CountName = z.enum(countNames)
export type CountName = z.infer<typeof CountName>
export type Counts = Readonly<Record<CountName, number>>

/** Rates as shares 0 to 1; null where the denominator is 0 (shown as "—"). */
export const RateName = z.enum([
  'filingRate', // 立案率
  'closeRate', // 结案率 = 结案 / 应结案
  'onTimeRate', // 按期结案率 = 按期结案 / 应结案
  'lateRate', // 超期结案率 = 超期结案 / 应结案
  'openRate', // 未结案率 = 未结案 / 上报
  'reworkRate', // 返工率
  'returnRate', // 退回率
  'publicRate', // 监督举报率
  'accuracyRate', // 准确立案率 = (立案 - 作废) / 立案
])
export type RateName = z.infer<typeof RateName>
export type Rates = Readonly<Record<RateName, number | null>>

export const Level = z.enum(['A', 'B', 'C', 'D', 'E'])
export type Level = z.infer<typeof Level>
