import type { Indicator } from '#shared/contracts/evaluation.contract.ts'
import { countNames } from '#shared/domain/evaluation/index.ts'
import type { CountName, PostMeasure, RateName } from '#shared/domain/evaluation/index.ts'
import { NO_FIGURE, percent } from '#renderer/charts/index.ts'
import { grouped } from '#renderer/composables/format.ts'
import { text } from '#renderer/i18n/index.ts'

const counts: readonly string[] = countNames

export const isCount = (indicator: string): indicator is CountName => counts.includes(indicator)

export const indicatorName = (indicator: Indicator): string =>
  (isCount(indicator) ? text(`evaluation.count.${indicator}`) : text(`evaluation.rate.${indicator}`))

/** Indicators of schemes that are neither a count nor a rate of a case. */
const others = [
  'filedPerGrid', 'validReports', 'verifyInTime', 'checkInTime', 'acceptVolume', 'sendVerifyInTime', 'sendCheckInTime',
  'fileInTime', 'fileRight', 'closeInTime', 'dispatchVolume', 'dispatchInTime', 'dispatchRight',
] as const satisfies readonly (PostMeasure | 'filedPerGrid')[]
const rates: Readonly<Record<RateName, true>> = {
  filingRate: true, closeRate: true, onTimeRate: true, lateRate: true, openRate: true,
  reworkRate: true, returnRate: true, publicRate: true, accuracyRate: true,
}
const isRate = (indicator: string): indicator is RateName => indicator in rates

/** The name of a part of a score; parts of a scheme yet unknown to this window keep their own. */
export function partName(indicator: string): string {
  if (isCount(indicator) || isRate(indicator)) return indicatorName(indicator)
  const known = others.find((one) => one === indicator)
  return known === undefined ? indicator : text(`evaluation.part.${known}`)
}

/** A rate's value; filed cases per grid is a number, no share. */
export const partValue = (indicator: string, value: number | null, digits = 2): string =>
  (indicator === 'filedPerGrid' ? (value === null ? NO_FIGURE : grouped(value, digits)) : percent(value, digits))

export const indicatorValue = (indicator: Indicator, value: number | null, digits = 1): string => {
  if (!isCount(indicator)) return percent(value, digits)
  return value === null ? NO_FIGURE : grouped(value)
}
