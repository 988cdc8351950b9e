// MapLibre's requests for tiles, answered by the host through the window's door.
import type { TileLayer } from '#shared/contracts/map.contract.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Letters } from './letters.ts'
import { createTileKeeper } from './tile-keeper.ts'
import { parseTileUrl } from './tile-url.ts'
import type { TileAddress } from './tile-url.ts'
import { wideCharactersIn } from './tile-words.ts'

export interface TileDoorOptions {
  readonly fetchTile: (address: TileAddress) => Promise<Result<Uint8Array>>
  readonly letters: Letters
  /** How the newest answer of a layer went; null = well. */
  readonly onAnswer: (layer: TileLayer, refusal: ErrorCode | null) => void
}

export type TileLoader = (request: { readonly url: string }, abort: AbortController) => Promise<{ data: ArrayBuffer }>

/** Where there is no picture: a PNG of one clear pixel, because no bytes at all are a broken picture to MapLibre. */
const NOTHING = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
)

/**
 * A refused tile is told to `onAnswer` and shown as it was last had, or empty. It is not thrown: MapLibre (6.17) takes a tile
 * with an error off the map, and when its source is renewed waits for ever for a request it has not made.
 */
export function createTileLoader({ fetchTile, letters, onAnswer }: TileDoorOptions): TileLoader {
  const keeper = createTileKeeper()
  return async ({ url }, { signal }) => {
    const address = parseTileUrl(url)
    if (address === undefined) throw new RangeError(`no tile address: ${url}`)
    signal.throwIfAborted()
    const reply = await fetchTile(address)
    // The map has moved on: the answer is nobody's any more, good or bad.
    signal.throwIfAborted()
    onAnswer(address.layer, reply.ok ? null : reply.error.code)
    const key = `${address.layer}/${address.z}/${address.x}/${address.y}`
    if (reply.ok) keeper.keep(key, reply.value.slice())
    const tile = reply.ok ? reply.value : (keeper.kept(key) ?? new Uint8Array())
    if (address.layer === 'pictures') return { data: (tile.length === 0 ? NOTHING : tile).slice().buffer }
    await letters.ready(wideCharactersIn(tile))
    // The bytes are a view into the frame they came in, or are kept; MapLibre wants, and takes away, a buffer of its own.
    return { data: tile.slice().buffer }
  }
}
