import { createHash, randomBytes } from 'node:crypto'
import { pngOf } from '#platform/simulator/photograph/png.ts'

/** A real PNG whose pixels cannot be compressed: as large as a photograph. */
export function aPicture(width = 60, height = 40): Buffer<ArrayBuffer> {
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.of(0), randomBytes(width * 3)]))
  return pngOf(width, height, Buffer.concat(rows))
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
