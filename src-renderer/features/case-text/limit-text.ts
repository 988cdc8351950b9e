import type { Limit } from '#shared/domain/case/terms.ts'
import { text } from '#renderer/i18n/index.ts'

/** A limit in words; an imported promise need not be a round number of days. */
export const limitText = (limit: Limit): string => text(`cases.limit.${limit.kind}`, { n: Number(limit.value.toFixed(1)) })
