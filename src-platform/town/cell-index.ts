import { bboxOf, isInArea, isInBbox } from '#shared/domain/geometry/area.ts'
import type { Area, Bbox } from '#shared/domain/geometry/geometry.ts'
import type { Point } from './plan.ts'

/** Which area a point lies in; areas tile, so there is one at most. */
export type AreaIndex<T> = (point: Point) => T | undefined

/** Degrees of a bucket, a little more than a unit grid. */
const BUCKET = 0.0012

export function indexAreas<T>(items: readonly T[], areaOf: (item: T) => Area): AreaIndex<T> {
  const buckets = new Map<string, { readonly item: T; readonly area: Area; readonly box: Bbox }[]>()
  for (const item of items) {
    const area = areaOf(item)
    const box = bboxOf(area)
    if (box === undefined) continue
    for (let x = Math.floor(box[0] / BUCKET); x <= Math.floor(box[2] / BUCKET); x += 1) {
      for (let y = Math.floor(box[1] / BUCKET); y <= Math.floor(box[3] / BUCKET); y += 1) {
        const key = `${x}/${y}`
        const bucket = buckets.get(key)
        if (bucket === undefined) buckets.set(key, [{ item, area, box }])
        else bucket.push({ item, area, box })
      }
    }
  }
  return (point) => {
    const bucket = buckets.get(`${Math.floor(point[0] / BUCKET)}/${Math.floor(point[1] / BUCKET)}`) ?? []
    return bucket.find(({ area, box }) => isInBbox(point, box) && isInArea(point, area))?.item
  }
}
