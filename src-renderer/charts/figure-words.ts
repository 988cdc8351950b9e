// Rates and points as the hall reads them. No denominator: a dash, never 0 and never 100.
import { grouped } from '#renderer/composables/format.ts'

export const NO_FIGURE = '—'

/** 0.9012 as "90.1%". */
export const percent = (share: number | null, digits = 1): string => (share === null ? NO_FIGURE : `${grouped(share * 100, digits)}%`)

/** 0.9012 as "90.1". */
export const percentBare = (share: number | null, digits = 1): string =>
  (share === null ? NO_FIGURE : grouped(share * 100, digits))

/** A score or points. */
export const points = (value: number | null, digits = 1): string => (value === null ? NO_FIGURE : grouped(value, digits))

/** "+3", "−3", "0". */
export const signed = (value: number, digits = 0): string => `${value > 0 ? '+' : ''}${grouped(value, digits)}`
