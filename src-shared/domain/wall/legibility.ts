// 可读性: how large type must be on a wall, and what is refused because it would be smaller.
import type { Fittings } from './display.ts'

/** 16 arc-minutes are this many millimetres per metre of distance (look.md, wall legibility). */
const MM_PER_METRE = 4.654

/** Device pixels that make 16 arc-minutes at the farthest reader, rounded up: never smaller than can be read. */
export function unitPx({ pitchMm, distanceM }: Pick<Fittings, 'pitchMm' | 'distanceM'>): number {
  return Math.ceil((MM_PER_METRE * distanceM) / pitchMm)
}

/** Something that needs room, in units of 16 arc-minutes. */
export interface Need {
  readonly width: number
  readonly height: number
}

export interface Shortage {
  readonly what: string
  readonly needPx: number
  readonly havePx: number
  readonly across: 'width' | 'height'
}

/** What does not fit into a room of that many pixels when its type keeps the floor; undefined when it fits. */
export function shortageOf(what: string, need: Need, room: Need, unit: number): Shortage | undefined {
  for (const across of ['width', 'height'] as const) {
    const needPx = Math.ceil(need[across] * unit)
    if (needPx > room[across]) return { what, needPx, havePx: Math.floor(room[across]), across }
  }
  return undefined
}

/** Rows that fit: a room too low gets fewer rows, never smaller ones. */
export function rowsThatFit(heightPx: number, headU: number, rowU: number, unit: number): number {
  return Math.max(0, Math.floor((heightPx / unit - headU) / rowU))
}
