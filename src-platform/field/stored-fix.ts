import type { Fix, FixLine } from '#shared/platform-api/field.ts'

/** A fix as it is kept: degrees in 1e-6, whole degrees of heading (0-359), speed in 0.1 km/h. */
export interface StoredFix {
  /** Epoch ms. */
  readonly at: number
  readonly lng: number
  readonly lat: number
  readonly heading: number | null
  readonly speed: number | null
}

const SCALE = 1e6

export function storedFix({ at, lng, lat, headingDeg, speedKmh }: Fix): StoredFix {
  return {
    at,
    lng: Math.round(lng * SCALE),
    lat: Math.round(lat * SCALE),
    heading: headingDeg === null ? null : Math.round(headingDeg) % 360,
    speed: speedKmh === null ? null : Math.round(speedKmh * 10),
  }
}

/** at, lng, lat, headingDeg, speedKmh. */
export type SentFix = readonly [FixLine[1], FixLine[2], FixLine[3], FixLine[4], FixLine[5]]

export function sentFix({ at, lng, lat, heading, speed }: StoredFix): [...SentFix] {
  return [at, lng / SCALE, lat / SCALE, heading, speed === null ? null : speed / 10]
}
