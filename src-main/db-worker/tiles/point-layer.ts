// A vector tile layer of points, written directly (Mapbox Vector Tile 2.1): no GeoJSON in between.
import { PbfWriter } from './pbf-writer.ts'
import { EXTENT } from './tile-box.ts'

type PropertyValue = string | number | boolean | null
export type Properties = Readonly<Record<string, PropertyValue>>

/** Where points lie in a tile: units from its west and north edge. */
export interface Places {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

const MVT_VERSION = 2
const POINT = 1
const MOVE_TO = 1
/** Fields of the format. */
const LAYER = 3
const [NAME, FEATURE, KEY, VALUE, EXTENT_FIELD, VERSION] = [1, 2, 3, 4, 5, 15]
const [TAGS, TYPE, GEOMETRY] = [2, 3, 4]

/** A tile of places that nothing more is said about, all in one feature: two to four bytes each. */
export function encodePlaces(layer: string, { x, y }: Places): Uint8Array {
  return layerOf(layer, x.length, (tile) => {
    tile.message(FEATURE, () => {
      tile.uint(TYPE, POINT)
      tile.message(GEOMETRY, () => {
        tile.varint(x.length * 8 + MOVE_TO)
        tile.steps(x, y)
      })
    })
  })
}

/** A tile of one feature for each place, with what is said about it; what is null is left out. */
export function encodePoints(layer: string, { x, y }: Places, properties: readonly Properties[]): Uint8Array {
  return layerOf(layer, x.length, (tile) => {
    const [keys, values] = [new Map<string, number>(), new Map<string | number | boolean, number>()]
    for (const [i, told] of properties.entries()) {
      tile.message(FEATURE, () => {
        tile.message(TAGS, () => {
          for (const key in told) {
            const value = told[key]
            if (value == null) continue
            tile.varint(placeIn(keys, key))
            tile.varint(placeIn(values, value))
          }
        })
        tile.uint(TYPE, POINT)
        tile.message(GEOMETRY, () => {
          tile.varint(8 + MOVE_TO)
          tile.zigzag(x[i] ?? 0)
          tile.zigzag(y[i] ?? 0)
        })
      })
    }
    for (const key of keys.keys()) tile.text(KEY, key)
    for (const value of values.keys()) tile.message(VALUE, () => writeValue(tile, value))
  })
}

/** A tile with one layer; no bytes at all when nothing is in it. */
function layerOf(name: string, count: number, writeFeatures: (tile: PbfWriter) => void): Uint8Array {
  if (count === 0) return new Uint8Array()
  const tile = new PbfWriter()
  tile.message(LAYER, () => {
    tile.uint(VERSION, MVT_VERSION)
    tile.text(NAME, name)
    writeFeatures(tile)
    tile.uint(EXTENT_FIELD, EXTENT)
  })
  return tile.finish()
}

/** Keys and values are told by their place in the layer's lists. */
function placeIn<Word>(list: Map<Word, number>, word: Word): number {
  const known = list.get(word)
  if (known !== undefined) return known
  list.set(word, list.size)
  return list.size - 1
}

function writeValue(tile: PbfWriter, value: string | number | boolean): void {
  if (typeof value === 'string') tile.text(1, value)
  else if (typeof value === 'boolean') tile.uint(7, value ? 1 : 0)
  else if (Number.isSafeInteger(value) && value >= 0) tile.uint(5, value)
  else tile.double(3, value)
}
