/** Members of rows that hold positions, boxes or geometries. */
const PLACES = ['lng', 'lat', 'center', 'bounds', 'bbox', 'geometry'] as const

/** The members whose numbers lie outside WGS-84 degrees; null when all are places on Earth. */
export function findPlaceFault(row: Readonly<Record<string, unknown>>): string | null {
  for (const name of PLACES) {
    const value = row[name]
    if (value === undefined || value === null) continue
    const fault = name === 'geometry' ? geometryFault(value) : numbersFault(name, value)
    if (fault !== null) return fault
  }
  return null
}

function numbersFault(name: string, value: unknown): string | null {
  const numbers = Array.isArray(value) ? value : [value]
  const isWrong = numbers.some((number, i) => !isWithin(number, isLatitude(name, i) ? 90 : 180))
  return isWrong ? `${name}: ${JSON.stringify(value).slice(0, 80)}` : null
}

const isLatitude = (name: string, index: number): boolean => name === 'lat' || (name !== 'lng' && index % 2 === 1)
const isWithin = (value: unknown, most: number): boolean => typeof value === 'number' && Math.abs(value) <= most

/** Every position on Earth, every ring closed. The row's schema has proved the shape. */
function geometryFault(geometry: unknown): string | null {
  // What the row's schema has proved.
  const { type, coordinates } = geometry as { type: string; coordinates: unknown }
  const isArea = type === 'Polygon' || type === 'MultiPolygon'
  const open: unknown[] = [coordinates]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!Array.isArray(next)) continue
    if (typeof next[0] === 'number') {
      const fault = numbersFault('geometry', next)
      if (fault !== null) return fault
      continue
    }
    if (isArea && isRing(next) && JSON.stringify(next[0]) !== JSON.stringify(next.at(-1)))
      return `geometry: an outline that begins at ${JSON.stringify(next[0])} is not closed`
    for (const inner of next) open.push(inner)
  }
  return null
}

const isRing = (value: readonly unknown[]): boolean => Array.isArray(value[0]) && typeof value[0][0] === 'number'
