// Chinese has no spaces: text is found by pairs of neighbouring characters (ADR 005). A pair is written in plain ASCII, so no
// tokenizer rule of any script, and no hostile text, can tell the index and the query apart.

/** 36^4 is more than there are code points. */
const WIDTH = 4

/** One form for all writings of the same text: full-width and half-width, upper and lower case. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/**
 * Every pair of neighbouring characters, the last character of each run alone, so that single ones are found as prefixes, and
 * threes that are mostly digits: of a few hundred house numbers every pair is common, the whole number is not.
 */
export function gramsOf(foldedText: string): Set<string> {
  const grams = new Set<string>()
  for (const run of runsOf(foldedText)) {
    addNeighbours(run, grams)
    const last = run.at(-1)
    if (last !== undefined) grams.add(last)
  }
  return grams
}

/** Pairs and threes a text must have to hold the query; the query's runs must stand in it one by one. */
export function queryGrams(foldedQuery: string): string[] {
  const grams = new Set<string>()
  for (const run of runsOf(foldedQuery)) addNeighbours(run, grams)
  return [...grams]
}

/** The characters of a pair or three, as codes. */
export function codesOf(gram: string): string[] {
  return Array.from({ length: gram.length / WIDTH }, (_, at) => gram.slice(at * WIDTH, (at + 1) * WIDTH))
}

/** Runs of characters without white space between them, each as codes. */
function runsOf(foldedText: string): string[][] {
  return foldedText.split(/[\s\p{Cc}]+/u).map((run) => Array.from(run, codeOf))
}

function addNeighbours(run: readonly string[], grams: Set<string>): void {
  let [older, old] = ['', '']
  let [olderDigit, oldDigit] = [0, 0]
  for (const code of run) {
    const digit = code >= FIRST_DIGIT && code <= LAST_DIGIT ? 1 : 0
    if (old !== '') grams.add(old + code)
    if (older !== '' && olderDigit + oldDigit + digit >= 2) grams.add(older + old + code)
    ;[older, olderDigit] = [old, oldDigit]
    ;[old, oldDigit] = [code, digit]
  }
}

/** Of the basic plane; a text is written in a few thousand characters at most, and they come again and again. */
const codes = new Array<string | undefined>(0x10000)

/** A code point in four characters of base 36. */
export function codeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const known = codes[point]
  if (known !== undefined) return known
  const code = point.toString(36).padStart(WIDTH, '0')
  if (point < codes.length) codes[point] = code
  return code
}

/** ASCII digits; folding has made digits of all widths ASCII. */
const FIRST_DIGIT = codeOf('0')
const LAST_DIGIT = codeOf('9')
