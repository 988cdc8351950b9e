const LONGEST_WAIT_MS = 1500

/**
 * Loads the pages of characters that these words need, in the three weights, so that the first picture of a window does not
 * change its type. Ends after 1.5 s at the latest: a window in the machine's own type is better than none.
 */
export async function loadFonts(words: string): Promise<void> {
  const faces = [400, 500, 600].flatMap((weight) => [`${weight} 13px 'Inter Variable'`, `${weight} 13px 'Noto Sans SC Variable'`])
  const loaded = Promise.allSettled(faces.map((face) => document.fonts.load(face, words)))
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS))])
}
