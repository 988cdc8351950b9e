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
    await Promise.race([fonts.load(`16px ${family}`, characters), outOfPatience]).catch(() => {
      // The file is missing: the next family of the stack draws these characters.
    })
  }
  return {
    async ready(characters) {
      const fresh = [...characters].filter((character) => !known.has(character))
      if (fresh.length > 0) {
        const coming = fetch(fresh.join(''))
        for (const character of fresh) known.set(character, coming)
      }
      await Promise.all(new Set([...characters].map((character) => known.get(character))))
    },
  }
}
