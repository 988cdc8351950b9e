// All positions are WGS-84 degrees [lng, lat] (equal to CGCS2000 at this scale). Shapes are GeoJSON's; heights are ignored.

/** [lng, lat] */
export type Position = readonly [number, number]
/** [west, south, east, north] */
export type Bbox = readonly [number, number, number, number]
/** Closed: the last position repeats the first. */
export type Ring = readonly Position[]

/** First ring outside, further rings are holes. */
export interface Polygon {
  readonly type: 'Polygon'
  readonly coordinates: readonly Ring[]
}

export interface MultiPolygon {
  readonly type: 'MultiPolygon'
  readonly coordinates: readonly (readonly Ring[])[]
}

export type Area = Polygon | MultiPolygon

/** Mean radius of the earth, metres (IUGG). */
export const EARTH_RADIUS_M = 6_371_008.8

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}

/** The polygons of an area, each as its rings. */
export function polygonsOf(area: Area): readonly (readonly Ring[])[] {
  return area.type === 'Polygon' ? [area.coordinates] : area.coordinates
}
