// Which Chinese characters a vector tile will write: its string values, read without decoding any geometry.

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5
/** Fields of the Mapbox Vector Tile format 2.1. */
const TILE_LAYER = 3
const LAYER_VALUE = 4
const VALUE_STRING = 1

type Field = readonly [number: number, bytes: Uint8Array]

/** The characters beyond Latin in a tile's values; a damaged tile gives what could be read. */
export function wideCharactersIn(tile: Uint8Array): string {
  const text = new TextDecoder()
  const found = new Set<string>()
  for (const [layerField, layer] of fieldsOf(tile)) {
    if (layerField !== TILE_LAYER) continue
    for (const [valueField, value] of fieldsOf(layer)) {
      if (valueField !== LAYER_VALUE) continue
      for (const [kind, bytes] of fieldsOf(value)) {
        if (kind === VALUE_STRING) for (const character of text.decode(bytes)) if (character > '\u2e7f') found.add(character)
      }
    }
  }
  return [...found].join('')
}

/** Length-delimited fields of a message. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = bytes[at] ?? 0
      at += 1
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    return value
  }
  while (at < bytes.length) {
    const tag = varint()
    const wire = tag & 7
    if (wire === VARINT) varint()
    else if (wire === FIXED64) at += 8
    else if (wire === FIXED32) at += 4
    else if (wire === BYTES) {
      const length = varint()
      yield [tag >>> 3, bytes.subarray(at, at + length)]
      at += length
    } else return
  }
}
