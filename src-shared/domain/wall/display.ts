import { z } from '#shared/kernel/zod.ts'

/** A monitor (显示器) of the wall as the desktop has it: a rectangle in desktop pixels, and device pixels per desktop pixel. */
export const Display = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  x: z.int().min(-100_000).max(100_000),
  y: z.int().min(-100_000).max(100_000),
  width: z.int().min(1).max(32_768),
  height: z.int().min(1).max(32_768),
  scale: z.number().min(0.25).max(8),
})
export type Display = z.infer<typeof Display>

/** More monitors than a graphics card drives. */
export const MOST_DISPLAYS = 16

/** What only a person with a tape measure knows; asked once. */
export const Fittings = z.object({
  /** 点距: millimetres from pixel to pixel. */
  pitchMm: z.number().min(0.05).max(10),
  /** 拼缝: millimetres between the pictures of two neighbours. */
  bezelMm: z.number().min(0).max(200),
  /** Metres to the farthest reader. */
  distanceM: z.number().min(1).max(60),
})
export type Fittings = z.infer<typeof Fittings>

const USUAL_PITCH_MM = 1.25
const USUAL_BEZEL_MM = 0
/** A hall is about three times as deep as its wall is high, and not less than this. */
const DEPTH_IN_HEIGHTS = 3
const LEAST_DISTANCE_M = 5

/** Until somebody has measured: LED of 1.25 mm without gaps, read from three wall heights, not nearer than 5 m. */
export function usualFittings(displays: readonly Display[]): Fittings {
  const rows = Math.max(0, ...displays.map(({ y, height }) => y + height)) - Math.min(0, ...displays.map(({ y }) => y))
  const depthM = Math.round((DEPTH_IN_HEIGHTS * rows * USUAL_PITCH_MM) / 1_000)
  return { pitchMm: USUAL_PITCH_MM, bezelMm: USUAL_BEZEL_MM, distanceM: Math.min(60, Math.max(LEAST_DISTANCE_M, depthM)) }
}

/** Reads "1920x1080+0+0,1920x1080+1920+0": size and place, as X11 writes a geometry. Undefined for anything else. */
export function readDisplays(text: string): Display[] | undefined {
  const words = text.split(',').map((word) => word.trim())
  if (words.length > MOST_DISPLAYS) return undefined
  const displays = words.map((word, at) => {
    const [, width, height, x, y] = /^(\d{1,5})x(\d{1,5})([+-]\d{1,6})([+-]\d{1,6})$/.exec(word) ?? []
    return Display.safeParse({
      id: `d${at + 1}`,
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      scale: 1,
    })
  })
  const read = displays.flatMap(({ data }) => (data === undefined ? [] : [data]))
  return read.length === words.length && !haveOverlap(read) ? read : undefined
}

/** Mirrored monitors lie on each other: one picture would stand in two places. */
export function haveOverlap(displays: readonly Display[]): boolean {
  return displays.some((a, at) => displays.slice(at + 1).some((b) => overlap(a, b)))
}

function overlap(a: Display, b: Display): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
