// 比例尺 and position as they stand in the corner of the map.

/** A CSS pixel is 1/96 inch. */
const PIXEL_M = 0.0254 / 96
/** Metres across one pixel at the equator, zoom 0, 512 px tiles. */
const EQUATOR_M_PER_PX = 40_075_016.686 / 512

/** n of 1:n at a zoom and latitude, rounded to two digits as a person would say it. */
export function scaleDenominator(zoom: number, latitude: number): number {
  const exact = (EQUATOR_M_PER_PX * Math.cos((latitude * Math.PI) / 180)) / 2 ** zoom / PIXEL_M
  const unit = 10 ** (Math.floor(Math.log10(exact)) - 1)
  return Math.round(exact / unit) * unit
}

/** "117.0021, 31.4618": ten metres, as far as a mouse can point. */
export function positionText(lng: number, lat: number): string {
  return `${lng.toFixed(4)}, ${lat.toFixed(4)}`
}
