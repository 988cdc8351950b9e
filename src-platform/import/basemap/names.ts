import type { Tags } from './shape.ts'

const NAME_LENGTH = 120

/** One line without control characters, cut to what a row holds; null when nothing is left. */
export function cleanName(text: string | undefined): string | null {
  const clean = (text ?? '')
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  // A cut must not leave half of a surrogate pair behind.
  return clean === '' ? null : clean.slice(0, NAME_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
}

export const nameOf = (tags: Tags): string | null => cleanName(tags.get('name') ?? tags.get('name:zh'))
export const englishName = (tags: Tags): string | null => cleanName(tags.get('name:en') ?? tags.get('int_name'))

const otherKeys = [
  'name:zh',
  'name:zh-Hans',
  'name:zh-Hant',
  'name:en',
  'name:zh-Latn-pinyin',
  'alt_name',
  'alt_name:en',
  'old_name',
  'official_name',
  'short_name',
  'int_name',
  'loc_name',
  'ref',
  'bridge:name',
]

/** Every further name a caller may say, without the main one; `a;b` is two names. */
export function otherNamesOf(tags: Tags): string[] {
  const names = otherKeys
    .flatMap((key) => (tags.get(key) ?? '').split(';'))
    .map(cleanName)
    .filter((name) => name !== null)
  const main = nameOf(tags)
  return [...new Set(names)].filter((name) => name !== main)
}
