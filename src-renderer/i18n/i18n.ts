import { createI18n } from 'vue-i18n'
import { en } from './en/index.ts'
import type { MessageTree, PathOf } from './shape.ts'
import { zh } from './zh/index.ts'

export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

/** Every sentence there is, as `area.key`. A key that does not exist does not compile. */
export type MessageKey = PathOf<typeof zh>

/** Values for the `{names}` in a sentence; a number called `n` also picks the plural where a language has one. */
export type MessageValues = Readonly<Record<string, string | number>>

/** Which keys there are is said by {@link MessageKey}; the library's types would find it out again at every use, for seconds. */
const messages: Readonly<Record<Locale, MessageTree>> = { 'zh-CN': zh, en }

/** One window, one language: a page installs this instance and components read it through {@link useText}. */
export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages,
  missingWarn: true,
  fallbackWarn: false,
})

export function currentLocale(): Locale {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
}

/** The sentence in the present language; reading it inside a render or a computed follows the language switch. */
export function text(key: MessageKey, values: MessageValues = {}): string {
  const count = values['n']
  return typeof count === 'number' ? i18n.global.t(key, values, count) : i18n.global.t(key, values)
}

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}
