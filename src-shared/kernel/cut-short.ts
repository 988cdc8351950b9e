const letters = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** The beginning of a text, at most so many UTF-16 units, never cut within what is read as one letter or picture. */
export function cutShort(text: string, most: number): string {
  let short = ''
  for (const { segment } of letters.segment(text)) {
    if (short.length + segment.length > most) break
    short += segment
  }
  return short
}
