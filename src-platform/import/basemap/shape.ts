import type { MapGeometry } from '#shared/platform-api/map-features.ts'

/** Longitude, latitude in WGS-84 degrees. */
export type Position = [number, number]

/** Key and value in OpenStreetMap's vocabulary; other sources are translated into it by a profile. */
export type Tags = ReadonlyMap<string, string>

/** One thing of the source with its geometry put together, before it is decided what the map shows of it. */
export interface Shape {
  /** `osm:way/123`, or the source's own id behind its prefix. */
  readonly id: string
  readonly tags: Tags
  readonly geometry: MapGeometry
}

/** What a reader hands on: shapes, and how many could not be put together, by reason. */
export interface Shapes {
  readonly shapes: readonly Shape[]
  /** The map's name when the profile gives one. */
  readonly name: string | null
  readonly attribution: string | null
  /** What the source says it covers: west, south, east, north. */
  readonly bounds: readonly [number, number, number, number] | null
  readonly left: ReadonlyMap<string, number>
}

export function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
