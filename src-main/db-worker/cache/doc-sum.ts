import { crc32 } from 'node:zlib'

/** CRC-32 of a stored document: SQLite itself does not notice a flipped bit inside a value. */
export function docSum(doc: string): number {
  return crc32(doc)
}
