import { afterEach, describe, expect, it } from 'vitest'
import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import { en } from './en/index.ts'
import { errorText } from './error-text.ts'
import { text } from './i18n.ts'
import type { MessageKey } from './i18n.ts'
import type { MessageTree } from './shape.ts'
import { restoreLocale, setLocale } from './use-text.ts'
import { zh } from './zh/index.ts'

const flatten = (tree: MessageTree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  )
const namesIn = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort()

afterEach(() => setLocale('zh-CN'))

describe('the two languages', () => {
  it('have the same keys and no empty sentence', () => {
    const chinese = flatten(zh)
    const english = flatten(en)

    expect(english.map(([key]) => key).sort()).toEqual(chinese.map(([key]) => key).sort())
    expect([...chinese, ...english].filter(([, words]) => words.trim() === '')).toEqual([])
  })

  it('ask for the same values in each sentence', () => {
    const english = new Map(flatten(en))

    const differing = flatten(zh).filter(([key, words]) => namesIn(words).join() !== namesIn(english.get(key) ?? '').join())

    expect(differing).toEqual([])
  })

  it('compile every sentence without leaving a placeholder or a key behind', () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      setLocale(locale)
      for (const [key, words] of flatten(locale === 'en' ? en : zh)) {
        const values = Object.fromEntries(namesIn(words).map((name) => [name, 7]))

        const said = text(key as MessageKey, values)

        expect(said, key).not.toBe(key)
        expect(said, key).not.toMatch(/[{}]/)
      }
    }
  })

  it('speak of one and of several, where a language does', () => {
    setLocale('en')
    const follow = (n: number): string => text('department.delivery.follow', { n })

    expect([follow(1), follow(2), follow(12)]).toEqual(['Send the late picture', 'Send 2 late pictures', 'Send 12 late pictures'])
  })

  it('are kept for the next start of the window', () => {
    setLocale('en')

    restoreLocale()

    expect(text('link.rung.offline')).toBe('Offline')
    expect(document.documentElement.lang).toBe('en')
  })
})

describe('the words of a refusal', () => {
  it('give every code a sentence and a next step in both languages', () => {
    for (const code of Object.keys(errorCatalogue)) {
      expect(errorText(code, 'zh-CN').sentence).toMatch(/\p{Script=Han}/u)
      expect(errorText(code, 'en').next).not.toBe('')
    }
  })

  it('do not fall silent on a code of a newer platform', () => {
    expect(errorText('code-of-next-year')).toEqual({ sentence: '平台给出了本机不认识的答复', next: '升级本机程序，或联系管理员' })
  })
})
