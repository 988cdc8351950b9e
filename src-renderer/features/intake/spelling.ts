import type { Spell } from './class-finder.ts'

let loading: Promise<Spell> | undefined

/** The pinyin tables are big, so they come when a form is first opened, once for a window. */
export function loadSpelling(): Promise<Spell> {
  loading ??= import('pinyin-pro').then(({ pinyin }) => (chinese) => {
    const syllables = pinyin(chinese, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    return { initials: syllables.map((syllable) => syllable[0] ?? '').join(''), full: syllables.join('') }
  })
  return loading
}
