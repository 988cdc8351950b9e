// How a map looks: colours of the tokens in force, sizes for where it is read from.
/** Value of a token by its name without the dashes: `map-ground`. */
export type Token = (name: string) => string

/** Factors on the seat's sizes. A seat is 1; a wall is read from afar. */
export interface MapScale {
  readonly symbol: number
  readonly text: number
  readonly line: number
}

export interface MapLook {
  readonly token: Token
  readonly scale: MapScale
  /** Font stacks for MapLibre, which reads the weight out of the first family's name. */
  readonly fonts: { readonly regular: string[]; readonly medium: string[]; readonly strong: string[] }
}

/** Text that is larger needs that much more zoom to be as loose as on a seat. */
export function zoomForText(seatZoom: number, { text }: MapScale): number {
  return Math.min(24, seatZoom + Math.log2(Math.max(1, text)))
}

export const seatScale: MapScale = { symbol: 1, text: 1, line: 1 }

/** Smallest Chinese text of a wall, in units of 16 arc-minutes: `look.md`, wall legibility. */
const WALL_NOTE_UNITS = 1.15
const SEAT_NOTE_PX = 12
/** An emergency is drawn three times the seat's size on a wall whose other symbols are 2 to 2.5 times. */
const LARGEST_SYMBOL = 2.5

/** Sizes of a wall whose `--wall-u` is `unitPx`; its text never falls under the legible floor. */
export function wallScale(unitPx: number, symbol = 2.25): MapScale {
  const unit = Number.isFinite(unitPx) && unitPx > 0 ? unitPx : 30
  const kept = Math.min(LARGEST_SYMBOL, Math.max(1, symbol))
  return { symbol: kept, text: Math.max(kept, (WALL_NOTE_UNITS * unit) / SEAT_NOTE_PX), line: Math.max(1, kept * 0.8) }
}

/** Token values of the theme in force, so that the map changes with the windows. */
export function tokenReader(root: Element = document.documentElement): Token {
  const style = getComputedStyle(root)
  return (token) => style.getPropertyValue(`--${token}`).trim()
}

/**
 * The interface's families as a MapLibre stack. A weight is asked for by a first family that no machine has: MapLibre takes
 * the word out of its name, the browser goes on to the next.
 */
export function fontStacks(fontUi: string): MapLook['fonts'] {
  const families = fontUi.split(',').map((family) => family.trim().replace(/^['"]|['"]$/g, '')).filter((family) => family !== '')
  return { regular: families, medium: ['Hall Medium', ...families], strong: ['Hall Semibold', ...families] }
}

export function readLook(scale: MapScale, token: Token = tokenReader()): MapLook {
  return { token, scale, fonts: fontStacks(token('font-ui')) }
}
