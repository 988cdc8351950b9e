// MapLibre draws a character once and keeps it. The Chinese font comes in about a hundred files by character range, so a
// character drawn before its file has come would stay in a substitute font for good.

/** The part of `document.fonts` that is needed. */
export interface FontFiles {
  load(font: string, text: string): Promise<unknown>
}

/** A tile is not held back longer than this: a name in another font is better than none. */
const PATIENCE_MS = 2_500

export interface Letters {
  /** Resolves when the shipped font can draw these characters, or patience ran out. */
  ready(characters: string): Promise<void>
}

export function createLetters(fonts: FontFiles, family: string): Letters {
  const known = new Map<string, Promise<void>>()
  const fetch = async (characters: string): Promise<void> => {
    const outOfPatience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
    // A file that cannot be had is no reason to hold the tile: the next family of the stack draws these characters.
    await Promise.allSettled([Promise.race([fonts.load(`16px ${family}`, characters), outOfPatience])])
  }
  return {
    async ready(characters) {
      const fresh = [...characters].filter((character) => !known.has(character))
      if (fresh.length > 0) {
        const coming = fetch(fresh.join(''))
        for (const character of fresh) known.set(character, coming)
      }
      await Promise.all([...characters].map((character) => known.get(character) ?? Promise.resolve()))
    },
  }
}
