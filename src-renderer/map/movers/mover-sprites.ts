// Which picture stands for a mover. Without a known heading nothing points anywhere.
import { symbolPaths } from '#renderer/styles/symbols.ts'
import type { MoverKind } from './mover-batch.ts'

export interface Sprite {
  /** `d` of a path around 0,0. */
  readonly path: string
  /** Edge of its box in the units of the path; 24 units are an ordinary symbol. */
  readonly box: number
  /** How it is painted. */
  readonly as: MoverKind | 'view' | 'ring'
}

/** Each in two states: fresh at 2n, stale at 2n + 1. */
export const sprites = [
  { path: symbolPaths.inspector, box: 26, as: 'inspector' },
  { path: 'M-7.4 0a7.4 7.4 0 1 0 14.8 0a7.4 7.4 0 1 0 -14.8 0z', box: 26, as: 'inspector' },
  { path: symbolPaths.vehicle, box: 26, as: 'vehicle' },
  { path: 'M-8 -4.5H8V4.5H-8z', box: 26, as: 'vehicle' },
  { path: symbolPaths.camera, box: 26, as: 'camera' },
  // 60 degrees, open to the front.
  { path: 'M-11 -19.05L0 0L11 -19.05', box: 46, as: 'view' },
  { path: 'M-16 0a16 16 0 1 0 32 0a16 16 0 1 0 -32 0z', box: 38, as: 'ring' },
] as const satisfies readonly Sprite[]

export const CAMERA_VIEW = 5
export const RING = 6

const pointing: Readonly<Record<MoverKind, number>> = { inspector: 0, vehicle: 2, camera: 4 }
const still: Readonly<Record<MoverKind, number>> = { inspector: 1, vehicle: 3, camera: 4 }

/** Place in {@link sprites}. */
export function spriteOf(kind: MoverKind, hasHeading: boolean): number {
  return (hasHeading ? pointing : still)[kind]
}

/** A square camera stays upright, its view turns; everything else turns as a whole. */
export function turns(kind: MoverKind): boolean {
  return kind !== 'camera'
}
