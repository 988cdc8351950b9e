// MapLibre's requests for tiles, answered by the host through the window's door.
import type { TileLayer } from '#shared/contracts/map.contract.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Letters } from './letters.ts'
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

export function createTileLoader({ fetchTile, letters, onAnswer }: TileDoorOptions): TileLoader {
  return async ({ url }, { signal }) => {
    const address = parseTileUrl(url)
    if (address === undefined) throw new RangeError(`no tile address: ${url}`)
    signal.throwIfAborted()
    const reply = await fetchTile(address)
    // The map has moved on: the answer is nobody's any more, good or bad.
    signal.throwIfAborted()
    onAnswer(address.layer, reply.ok ? null : reply.error.code)
    if (!reply.ok) throw new RefusalError(reply.error)
    await letters.ready(wideCharactersIn(reply.value))
    // The bytes are a view into the frame they came in; MapLibre wants, and takes away, a buffer of their own.
    return { data: reply.value.slice().buffer }
  }
}
