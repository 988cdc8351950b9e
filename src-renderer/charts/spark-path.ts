export interface SparkRoom {
  readonly width: number
  readonly height: number
  readonly pad: number
}

export interface SparkPath {
  readonly d: string
  /** Where the newest value stands; undefined when there is none. */
  readonly end: { readonly x: number; readonly y: number } | undefined
}

/** A line through the values that are there, the room's height from the lowest to the highest; gaps stay gaps. */
export function sparkPath(values: readonly (number | null)[], { width, height, pad }: SparkRoom): SparkPath {
  const known = values.filter((value) => value !== null)
  const low = Math.min(...known)
  const span = Math.max(...known) - low
  const x = (at: number): number => round(pad + (at * (width - 2 * pad)) / Math.max(1, values.length - 1))
  const y = (value: number): number => round(span === 0 ? height / 2 : height - pad - ((value - low) * (height - 2 * pad)) / span)
  let d = ''
  let isDrawing = false
  values.forEach((value, at) => {
    if (value !== null) d += `${isDrawing ? 'L' : 'M'}${String(x(at))} ${String(y(value))}`
    isDrawing = value !== null
  })
  const last = values.findLastIndex((value) => value !== null)
  const newest = values[last]
  return { d, end: newest === undefined || newest === null ? undefined : { x: x(last), y: y(newest) } }
}

const round = (px: number): number => Math.round(px * 10) / 10
