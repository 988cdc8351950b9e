// From nodes, ways and relations to shapes. An extract cuts through things: what misses its nodes is mended when the
// rest is still true (a line in pieces) and left out when it is not (an area without its edge).
import type { MapGeometry } from '#shared/platform-api/map-features.ts'
import { assembleAreas } from './assemble-areas.ts'
import { isAreaByTags } from './classify.ts'
import type { OsmData, OsmRelation, OsmWay } from './osm-reader.ts'
import { countOne } from './shape.ts'
import type { Position, Shape, Shapes } from './shape.ts'

export function osmShapes(data: OsmData): Shapes {
  const left = new Map<string, number>()
  const shapes: Shape[] = []
  const add = (id: string, tags: Shape['tags'], geometry: MapGeometry | string): void => {
    if (typeof geometry === 'string') countOne(left, geometry)
    else shapes.push({ id: `osm:${id}`, tags, geometry })
  }
  for (const point of data.points) {
    const position = data.nodes.get(point.id)
    if (position !== undefined) add(`node/${point.id}`, point.tags, { type: 'Point', coordinates: position })
  }
  for (const way of data.ways.values()) {
    if (way.tags.size > 0) add(`way/${way.id}`, way.tags, wayGeometry(way, data.nodes))
  }
  for (const relation of data.relations) {
    if (relation.tags.get('type') === 'multipolygon')
      add(`relation/${relation.id}`, relation.tags, relationGeometry(relation, data))
  }
  return { shapes, name: null, attribution: data.attribution, bounds: data.bounds, left }
}

function wayGeometry(way: OsmWay, nodes: OsmData['nodes']): MapGeometry | string {
  const pieces = piecesOf(way.nodes, nodes)
  const [whole] = pieces
  const isComplete = pieces.length === 1 && whole?.length === way.nodes.length
  const isClosed = way.nodes.length >= 4 && way.nodes[0] === way.nodes.at(-1)
  if (isClosed && isAreaByTags(way.tags)) {
    return isComplete ? { type: 'Polygon', coordinates: [whole] } : 'area with missing nodes'
  }
  if (whole === undefined) return 'line with missing nodes'
  return pieces.length === 1 ? { type: 'LineString', coordinates: whole } : { type: 'MultiLineString', coordinates: pieces }
}

/** Runs of nodes that are in the file, each at least a line. */
function piecesOf(refs: readonly string[], nodes: OsmData['nodes']): Position[][] {
  const pieces: Position[][] = [[]]
  for (const ref of refs) {
    const position = nodes.get(ref)
    if (position === undefined) pieces.push([])
    else pieces.at(-1)?.push(position)
  }
  return pieces.filter((piece) => piece.length >= 2)
}

function relationGeometry(relation: OsmRelation, data: OsmData): MapGeometry | string {
  const lines = (role: (value: string) => boolean): Position[][] | null => {
    const found: Position[][] = []
    for (const member of relation.members) {
      if (member.type !== 'way' || !role(member.role)) continue
      const way = data.ways.get(member.ref)
      const pieces = way === undefined ? [] : piecesOf(way.nodes, data.nodes)
      const [whole] = pieces
      if (whole === undefined || whole.length !== way?.nodes.length) return null
      found.push(whole)
    }
    return found
  }
  const outer = lines((role) => role !== 'inner')
  if (outer === null || outer.length === 0) return 'multipolygon with missing ways'
  const areas = assembleAreas(outer, lines((role) => role === 'inner') ?? [])
  if (areas.length === 0) return 'multipolygon that does not close'
  const [only] = areas
  return areas.length === 1 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: areas }
}
