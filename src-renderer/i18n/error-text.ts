import { errorCatalogue, isErrorCode } from '#shared/kernel/error-codes.ts'
import { currentLocale, i18n } from './i18n.ts'
import type { Locale, MessageKey } from './i18n.ts'

/** What to tell the operator: the sentence and the next step. */
export interface ErrorWords {
  readonly sentence: string
  readonly next: string
}

/** Words of a refusal's code. A code this build does not know (a newer platform) still gets a sentence and a next step. */
export function errorText(code: string, locale: Locale = currentLocale()): ErrorWords {
  if (!isErrorCode(code)) {
    const said = (key: MessageKey): string => i18n.global.t(key, {}, { locale })
    return { sentence: said('errors.unknown'), next: said('errors.unknownNext') }
  }
  const words = errorCatalogue[code]
  return locale === 'en' ? { sentence: words.en, next: words.nextEn } : { sentence: words.zh, next: words.nextZh }
}

/** Both in one line, for a place that has no room for two. */
export function errorLine(code: string, locale: Locale = currentLocale()): string {
  return i18n.global.t('errors.line', { ...errorText(code, locale) }, { locale })
}
