// Pinyin initials without a dictionary: the browser's own pinyin collation orders Chinese characters by sound, so the first
// character of each letter is enough to tell where a character falls. A character of several readings gets its commonest.
const firsts = '啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝'
const letters = 'abcdefghjklmnopqrstwxyz'

const collator = new Intl.Collator('zh-Hans-u-co-pinyin')
const isHan = /^\p{Script=Han}$/u

function initialOf(character: string): string {
  if (!isHan.test(character)) return /^[\p{L}\p{N}]$/u.test(character) ? character.toLowerCase() : ''
  const at = [...firsts].findLastIndex((first) => collator.compare(character, first) >= 0)
  return letters[at] ?? ''
}

/** "新案件" → "xaj"; letters and figures stay, signs fall away. */
export function pinyinInitials(words: string): string {
  return [...words.normalize('NFKC')].map(initialOf).join('')
}
