// Chinese has no spaces: text is found by pairs of neighbouring characters (ADR 005). A pair is written in plain ASCII, so no
// tokenizer rule of any script, and no hostile text, can tell the index and the query apart.

/** 36^4 is more than there are code points. */
const WIDTH = 4

/** One form for all writings of the same text: full-width and half-width, upper and lower case. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** Every pair of neighbouring characters, and the last character of each run alone, so that single ones are found as prefixes. */
export function gramsOf(foldedText: string): Set<string> {
  const grams = new Set<string>()
  for (const run of foldedText.split(/[\s\p{Cc}]+/u)) {
    let before = ''
    for (const character of run) {
      const code = codeOf(character)
      if (before !== '') grams.add(before + code)
      before = code
    }
    if (before !== '') grams.add(before)
  }
  return grams
}

/** Pairs a text must have to hold the query; the query's runs must stand in it one by one. */
export function queryGrams(foldedQuery: string): string[] {
  const grams = new Set<string>()
  for (const run of foldedQuery.split(/[\s\p{Cc}]+/u)) {
    const codes = Array.from(run, codeOf)
    for (let i = 1; i < codes.length; i += 1) grams.add(`${codes[i - 1] ?? ''}${codes[i] ?? ''}`)
  }
  return [...grams]
}

/** A code point in four characters of base 36. */
export function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(36).padStart(WIDTH, '0')
}
