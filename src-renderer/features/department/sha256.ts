import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const PIECE_BYTES = 1024 * 1024

/** SHA-256 of a file, read in pieces. Not by `crypto.subtle`: browsers have that only where the page came by https. */
export async function sha256Of(file: Blob): Promise<string> {
  const hash = sha256.create()
  for (let from = 0; from < file.size; from += PIECE_BYTES)
    hash.update(new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer()))
  return bytesToHex(hash.digest())
}
