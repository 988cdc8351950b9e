/** What an empty hall can be filled with. */
export const townNames = ['small', 'county', 'city', 'none'] as const
export type TownName = (typeof townNames)[number]

export function isTownName(word: string): word is TownName {
  return townNames.some((name) => name === word)
}
