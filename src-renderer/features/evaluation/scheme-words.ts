import type { SchemeOut } from '#shared/contracts/evaluation-scheme.ts'
import type { PostRanking } from '#shared/contracts/evaluation.contract.ts'
import { isVolume, volumeMonths } from '#shared/domain/evaluation/index.ts'
import { text } from '#renderer/i18n/index.ts'
import { partName } from './indicators.ts'

export const schemeName = ({ nameZh, nameEn, version, since }: SchemeOut, locale: string): string =>
  text('evaluation.scheme.words', { name: locale === 'en' ? nameEn : nameZh, version, since })

/** "得分 = 按期结案率 × 60 + 结案率 × 30 + (1 − 返工率) × 10". */
export function formulaOf({ parts }: SchemeOut): string {
  const part = ({ indicator, weight, better }: SchemeOut['parts'][number]): string => {
    const name = partName(indicator)
    return `${better === 'higher' || indicator === 'filedPerGrid' ? name : `(1 − ${name})`} × ${String(weight)}`
  }
  return text('evaluation.scheme.formula', { parts: parts.map(part).join(' + ') })
}

/** How the score of a post is made, and which part of it the period leaves out. */
export function postFormula({ scheme, period }: PostRanking): string {
  const left = volumeMonths(period.kind) === null ? scheme.parts.find(({ indicator }) => isVolume(indicator)) : undefined
  const formula = formulaOf(scheme)
  if (left === undefined) return formula
  return `${formula}${text('common.semicolon')}${text('evaluation.scheme.noVolume', { name: partName(left.indicator) })}`
}
