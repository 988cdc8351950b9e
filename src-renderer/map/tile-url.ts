// Tiles come through the window's door, not over HTTP; their address says which layer, where, and as of which revision.
import { TileLayer } from '#shared/contracts/map.contract.ts'

export const TILE_PROTOCOL = 'hall'

export interface TileAddress {
  readonly layer: TileLayer
  readonly z: number
  readonly x: number
  readonly y: number
}

/** Template for a source. The revision makes new tiles new addresses; `attempt` asks again for what failed. */
export function tileUrl(layer: TileLayer, revision: number, attempt = 0): string {
  return `${TILE_PROTOCOL}://${layer}/{z}/{x}/{y}?r=${revision}${attempt === 0 ? '' : `&a=${attempt}`}`
}

/** Undefined for what is no address of ours. */
export function parseTileUrl(url: string): TileAddress | undefined {
  const match = /^hall:\/\/([a-z]+)\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})(?:\?|$)/.exec(url)
  const layer = TileLayer.safeParse(match?.[1])
  if (match === null || !layer.success) return undefined
  return { layer: layer.data, z: Number(match[2]), x: Number(match[3]), y: Number(match[4]) }
}
