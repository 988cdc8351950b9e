import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { currentLocale, i18n, isLocale, text } from './i18n.ts'
import type { Locale, MessageKey, MessageValues } from './i18n.ts'

const STORED_AS = 'hall.locale'

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
  try {
    localStorage.setItem(STORED_AS, locale)
  } catch (error) {
    // A window whose storage is switched off still speaks; only the choice is not kept.
    console.warn('the language choice could not be kept', error)
  }
}

/** Chinese unless this machine chose otherwise. Call once before mounting. */
export function restoreLocale(): void {
  const stored = readStored()
  setLocale(isLocale(stored) ? stored : 'zh-CN')
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORED_AS)
  } catch {
    // Storage switched off: the default language is the answer.
    return null
  }
}
