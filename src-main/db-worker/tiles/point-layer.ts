// A vector tile layer of points, written directly (Mapbox Vector Tile 2.1): no GeoJSON in between.
import { PbfWriter } from './pbf-writer.ts'
import { EXTENT } from './tile-box.ts'

export type PropertyValue = string | number | boolean | null

export interface TilePoint {
  readonly x: number
  readonly y: number
  readonly properties: Readonly<Record<string, PropertyValue>>
}

const MVT_VERSION = 2
const POINT = 1
/** One "move to". */
const MOVE_TO = 9

/** A tile with one layer; no bytes at all when there are no points. */
export function encodePoints(layer: string, points: readonly TilePoint[]): Uint8Array {
  if (points.length === 0) return new Uint8Array()
  const words = createWordList()
  const body = new PbfWriter()
  body.uint(15, MVT_VERSION)
  body.text(1, layer)
  for (const { x, y, properties } of points) {
    const feature = new PbfWriter()
    feature.packed(2, tagsOf(properties, words))
    feature.uint(3, POINT)
    feature.packed(4, [MOVE_TO, zigzag(x), zigzag(y)])
    body.bytes(2, feature.finish())
  }
  for (const key of words.keys.keys()) body.text(3, key)
  for (const value of words.values.keys()) body.bytes(4, encodeValue(value))
  body.uint(5, EXTENT)
  const tile = new PbfWriter()
  tile.bytes(3, body.finish())
  return tile.finish()
}

interface WordList {
  readonly keys: Map<string, number>
  readonly values: Map<string | number | boolean, number>
}

function createWordList(): WordList {
  return { keys: new Map(), values: new Map() }
}

/** Keys and values by their place in the layer's lists; what is null is left out. */
function tagsOf(properties: TilePoint['properties'], { keys, values }: WordList): number[] {
  const tags: number[] = []
  for (const [key, value] of Object.entries(properties)) if (value !== null) tags.push(placeIn(keys, key), placeIn(values, value))
  return tags
}

function placeIn<Word>(list: Map<Word, number>, word: Word): number {
  const known = list.get(word)
  if (known !== undefined) return known
  list.set(word, list.size)
  return list.size - 1
}

function encodeValue(value: string | number | boolean): Uint8Array {
  const writer = new PbfWriter()
  if (typeof value === 'string') writer.text(1, value)
  else if (typeof value === 'boolean') writer.uint(7, value ? 1 : 0)
  else if (Number.isSafeInteger(value) && value >= 0) writer.uint(5, value)
  else writer.double(3, value)
  return writer.finish()
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}
