// The path of van Wijk and Nuij, "Smooth and efficient zooming and panning" (2003), on a flat sheet of Mercator.
import { latOf, lngOf, mercatorX, mercatorY, worldPx } from './camera.ts'
import type { Camera, Size } from './camera.ts'

/** How much zooming is preferred to panning; the paper's users liked 1.42. */
const RHO = 1.42
const NEARLY_NOTHING_PX = 1e-6

/** Camera at a share 0 to 1 of the way; 0 and 1 are the ends themselves. */
export type Path = (share: number) => Camera

export function flightPath(from: Camera, to: Camera, { width, height }: Size): Path {
  const start = { x: mercatorX(from.lng), y: mercatorY(from.lat) }
  const move = { x: mercatorX(to.lng) - start.x, y: mercatorY(to.lat) - start.y }
  const w0 = Math.max(width, height)
  const w1 = w0 / 2 ** (to.zoom - from.zoom)
  const u1 = Math.hypot(move.x, move.y) * worldPx(from.zoom)
  const { length, widthAt, movedAt } = u1 < NEARLY_NOTHING_PX ? zoomOnly(w0, w1) : zoomAndPan(w0, w1, u1)
  return (share) => {
    if (share <= 0) return from
    if (share >= 1) return to
    if (length === 0) return from
    const s = share * length
    const moved = movedAt(s)
    return {
      lng: lngOf(start.x + move.x * moved),
      lat: latOf(start.y + move.y * moved),
      zoom: from.zoom - Math.log2(widthAt(s)),
    }
  }
}

interface Curve {
  readonly length: number
  /** How much wider the view is than at the start. */
  readonly widthAt: (s: number) => number
  /** Share of the ground covered. */
  readonly movedAt: (s: number) => number
}

function zoomOnly(w0: number, w1: number): Curve {
  const direction = w1 < w0 ? -1 : 1
  return { length: Math.abs(Math.log(w1 / w0)) / RHO, widthAt: (s) => Math.exp(direction * RHO * s), movedAt: () => 0 }
}

function zoomAndPan(w0: number, w1: number, u1: number): Curve {
  const zoomOut = (w: number, sign: 1 | -1): number => {
    const b = (w1 * w1 - w0 * w0 + sign * RHO ** 4 * u1 * u1) / (2 * w * RHO * RHO * u1)
    return Math.log(Math.sqrt(b * b + 1) - b)
  }
  const r0 = zoomOut(w0, 1)
  const length = (zoomOut(w1, -1) - r0) / RHO
  if (!Number.isFinite(length) || length <= 0) return zoomOnly(w0, w1)
  return {
    length,
    widthAt: (s) => Math.cosh(r0) / Math.cosh(r0 + RHO * s),
    movedAt: (s) => (w0 * ((Math.cosh(r0) * Math.tanh(r0 + RHO * s) - Math.sinh(r0)) / (RHO * RHO))) / u1,
  }
}
