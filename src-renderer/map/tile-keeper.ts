// The last good tiles, so that a host that is away or failing takes nothing off the map that was already on it.

export interface TileKeeper {
  keep(key: string, bytes: Uint8Array): void
  /** Undefined when it was never had, or had to make room. */
  kept(key: string): Uint8Array | undefined
}

/** Enough for some hundred views of a town; the least recently used make room. */
const MOST_BYTES = 16 * 1024 * 1024

export function createTileKeeper(mostBytes = MOST_BYTES): TileKeeper {
  // A map gives its entries in the order they were put in.
  const tiles = new Map<string, Uint8Array>()
  let size = 0
  const drop = (key: string): void => {
    size -= tiles.get(key)?.length ?? 0
    tiles.delete(key)
  }
  return {
    keep(key, bytes) {
      drop(key)
      if (bytes.length > mostBytes) return
      tiles.set(key, bytes)
      size += bytes.length
      for (const oldest of tiles.keys()) {
        if (size <= mostBytes) break
        drop(oldest)
      }
    },
    kept(key) {
      const bytes = tiles.get(key)
      if (bytes === undefined) return undefined
      tiles.delete(key)
      tiles.set(key, bytes)
      return bytes
    },
  }
}
