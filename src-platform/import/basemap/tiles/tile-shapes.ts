// Vector tiles as shapes: each feature cut at the edge of its own tile, so that neighbours meet and do not lie over one another.
import { classifyRings, VectorTile } from '@mapbox/vector-tile'
import type { VectorTileFeature } from '@mapbox/vector-tile'
import { clipPolygon, clipPolyline } from 'lineclip'
import { PbfReader } from 'pbf'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { MapGeometry } from '#shared/platform-api/map-features.ts'
import { countOne } from '../shape.ts'
import type { Position, Shape, Shapes } from '../shape.ts'
import type { ArchiveTile, TileArchive } from './tile-archive.ts'
import { tileTags } from './tile-tags.ts'

/** Refused: `bad-file` when a tile cannot be read, naming it. */
export async function tileShapes(archive: TileArchive): Promise<Result<Shapes>> {
  const shapes: Shape[] = []
  const left = new Map<string, number>()
  let last = 'the first tile'
  try {
    for await (const tile of archive.tiles(archive.maxZoom)) {
      last = `tile ${tile.z}/${tile.x}/${tile.y}`
      for (const shape of shapesOf(tile, left)) shapes.push(shape)
      last = `the tile after ${tile.z}/${tile.x}/${tile.y}`
    }
  } catch (error) {
    // Damage shows where a tile is fetched, unpacked or taken apart; the libraries throw errors of every kind.
    return refuse('bad-file', `${last} cannot be read: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`)
  }
  const { name, attribution, bounds } = archive
  return ok({ shapes, name, attribution, bounds, left })
}

function* shapesOf(tile: ArchiveTile, left: Map<string, number>): Generator<Shape> {
  const { layers } = new VectorTile(new PbfReader(tile.bytes))
  for (const [name, layer] of Object.entries(layers)) {
    for (let i = 0; i < layer.length; i += 1) {
      const feature = layer.feature(i)
      const tags = tileTags(name, feature.properties, feature.type === LINE)
      if (tags === null) {
        countOne(left, `layer ${name.slice(0, 40)}`)
        continue
      }
      const geometry = geometryOf(feature, tile)
      if (geometry !== null) yield { id: `tile:${tile.z}/${tile.x}/${tile.y}/${name.slice(0, 40)}/${i}`, tags, geometry }
    }
  }
}

const [POINT, LINE] = [1, 2] as const

function geometryOf(feature: VectorTileFeature, tile: ArchiveTile): MapGeometry | null {
  const edge: [number, number, number, number] = [0, 0, feature.extent, feature.extent]
  const parts = feature.loadGeometry().map((part) => part.map(({ x, y }): Position => [x, y]))
  const at = (point: Position): Position => degreesOf(point, feature.extent, tile)
  if (feature.type === POINT) {
    const [x, y] = parts[0]?.[0] ?? [-1, -1]
    // What lies in the margin belongs to the neighbour, which has it too.
    const inside = x >= 0 && y >= 0 && x < feature.extent && y < feature.extent
    return inside ? { type: 'Point', coordinates: at([x, y]) } : null
  }
  if (feature.type === LINE) {
    const lines = parts.flatMap((line) => (line.length < 2 ? [] : clipPolyline(line, edge))).filter((line) => line.length >= 2)
    return lines.length === 0 ? null : { type: 'MultiLineString', coordinates: lines.map((line) => line.map(at)) }
  }
  const areas = classifyRings(feature.loadGeometry())
    .map((rings) =>
      rings.map((ring) =>
        closed(
          clipPolygon(
            ring.map(({ x, y }): Position => [x, y]),
            edge,
          ),
        ),
      ),
    )
    .map((rings) => rings.filter((ring) => ring.length >= 4))
    .filter((rings) => rings.length > 0)
  return areas.length === 0
    ? null
    : { type: 'MultiPolygon', coordinates: areas.map((rings) => rings.map((ring) => ring.map(at))) }
}

function closed(ring: readonly Position[]): Position[] {
  const [first] = ring
  const last = ring.at(-1)
  if (first === undefined || last === undefined) return []
  return first[0] === last[0] && first[1] === last[1] ? [...ring] : [...ring, first]
}

function degreesOf([px, py]: Position, extent: number, { z, x, y }: ArchiveTile): Position {
  const size = 2 ** z
  const lng = ((x + px / extent) / size) * 360 - 180
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + py / extent)) / size))) * 180) / Math.PI
  return [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]
}
