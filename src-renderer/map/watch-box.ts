// Which box of cases is watched while the map moves: a little more than is seen, renewed only when it no longer fits.
import type { Bbox } from '#shared/domain/geometry/geometry.ts'

/** Share of the view added on each side. */
const MARGIN = 0.15
/** A box this many times as large as needed is given up, so that its 2,000 places go to what is seen. */
const TOO_LARGE = 3

const area = ([west, south, east, north]: Bbox): number => (east - west) * (north - south)
const holds = ([west, south, east, north]: Bbox, inner: Bbox): boolean =>
  west <= inner[0] && south <= inner[1] && east >= inner[2] && north >= inner[3]

type Box = [number, number, number, number]

/** `watched` itself where it still fits: another one, even of the same numbers, is watched anew. */
export function boxToWatch(watched: Box | null, view: Bbox): Box {
  const [west, south, east, north] = view
  const [dx, dy] = [(east - west) * MARGIN, (north - south) * MARGIN]
  const wanted: Box = [
    Math.max(-180, west - dx), Math.max(-90, south - dy), Math.min(180, east + dx), Math.min(90, north + dy),
  ]
  return watched !== null && holds(watched, view) && area(watched) <= TOO_LARGE * area(wanted) ? watched : wanted
}
