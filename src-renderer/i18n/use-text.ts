import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { currentLocale, i18n, isLocale, text } from './i18n.ts'
import { keepChoice, readChoice } from './kept-choice.ts'
import type { Locale, MessageKey, MessageValues } from './i18n.ts'

const KEPT_AS = 'hall.locale'

export interface Text {
  readonly t: (key: MessageKey, values?: MessageValues) => string
  readonly locale: ComputedRef<Locale>
  readonly setLocale: (locale: Locale) => void
}

/** Speaks and switches the language of this window; the choice is kept for the next start. */
export function useText(): Text {
  return { t: text, locale: computed(currentLocale), setLocale }
}

export function setLocale(locale: Locale): void {
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  keepChoice(KEPT_AS, locale)
}

/** Chinese unless this machine chose otherwise. Call once before mounting. */
export function restoreLocale(): void {
  const kept = readChoice(KEPT_AS)
  setLocale(isLocale(kept) ? kept : 'zh-CN')
}
