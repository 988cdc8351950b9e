// How large type must be on a wall: 16 arc-minutes at the farthest reader, in pixels of the screen.
// pitch: millimetres from pixel to pixel. distance: metres to the farthest reader.
import { keepChoice, readChoice } from '#renderer/i18n/index.ts'

export interface WallScale {
  readonly pitchMm: number
  readonly distanceM: number
}

/** 16 arc-minutes are this many millimetres per metre of distance. */
const MM_PER_METRE = 4.654
const KEPT_AS = 'hall.wall-scale'
const limits = { pitchMm: [0.1, 10], distanceM: [1, 60] } as const

/** LED of 1.25 mm read from 5 m: the commonest small hall. */
export const usualScale: WallScale = { pitchMm: 1.25, distanceM: 5 }

/** `--wall-u` in whole pixels, rounded up: never smaller than can be read. */
export function wallUnitPx({ pitchMm, distanceM }: WallScale): number {
  return Math.ceil((MM_PER_METRE * distanceM) / pitchMm)
}

const within = (value: number, [least, most]: readonly [number, number], otherwise: number): number =>
  Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise

/** Reads "1.25@5"; what is missing or absurd falls back to the usual. */
export function readScale(text: string | undefined): WallScale {
  const [pitch = '', distance = ''] = (text ?? '').split('@')
  return {
    pitchMm: within(Number.parseFloat(pitch), limits.pitchMm, usualScale.pitchMm),
    distanceM: within(Number.parseFloat(distance), limits.distanceM, usualScale.distanceM),
  }
}

/** From the window's address (`?scale=1.25@8`), else as it was kept on this machine, else the usual. */
export function loadScale(query: string): WallScale {
  return readScale(new URLSearchParams(query).get('scale') ?? readChoice(KEPT_AS))
}

export function keepScale({ pitchMm, distanceM }: WallScale): void {
  keepChoice(KEPT_AS, `${String(pitchMm)}@${String(distanceM)}`)
}

/** A step nearer or farther, within what makes sense. */
export function movedReader(scale: WallScale, byMetres: number): WallScale {
  return { ...scale, distanceM: within(scale.distanceM + byMetres, limits.distanceM, scale.distanceM) }
}
