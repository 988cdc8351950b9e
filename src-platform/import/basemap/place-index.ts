// Place index: named points of interest, buildings and settlements with one point each.
import type { PlaceRow } from '#shared/platform-api/rows.ts'
import { labelPoint } from '../plane.ts'
import { placeKind } from './classify.ts'
import { cleanName, nameOf, otherNamesOf } from './names.ts'
import type { Shape, Tags } from './shape.ts'

export function placesOf(shapes: readonly Shape[]): PlaceRow[] {
  return shapes.flatMap((shape) => {
    const name = nameOf(shape.tags)
    const kind = placeKind(shape.tags)
    if (name === null || kind === null) return []
    const [lng, lat] = labelPoint(shape.geometry)
    return [{ id: shape.id, name, otherNames: otherNamesOf(shape.tags), kind, address: addressOf(shape.tags), lng, lat }]
  })
}

/** Only what the source says; an address is never guessed from what lies near. */
function addressOf(tags: Tags): string {
  const full = cleanName(tags.get('addr:full'))
  if (full !== null) return full
  const parts = ['addr:city', 'addr:district', 'addr:street', 'addr:housenumber'].map((key) => cleanName(tags.get(key)) ?? '')
  const isChinese = /\p{Script=Han}/u.test(parts.join(''))
  return parts
    .filter((part) => part !== '')
    .join(isChinese ? '' : ' ')
    .slice(0, 200)
}
