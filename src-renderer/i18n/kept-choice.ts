// Small choices of a window (language, theme), kept by the browser for its next start. A window whose storage is
// switched off works all the same; only the choice is not kept.

export function readChoice(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** False when the choice could not be kept. */
export function keepChoice(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value)
    return true
  } catch {
    return false
  }
}
