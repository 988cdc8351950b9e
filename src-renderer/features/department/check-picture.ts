import { MAX_PICTURE_BYTES } from '#shared/platform-api/system.ts'
import type { pictureTypes } from '#shared/platform-api/system.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'

type PictureType = (typeof pictureTypes)[number]

const HEAD_BYTES = 12

/** What the bytes are, whatever the file calls itself: 'too-large', or 'not-a-picture' for all but JPEG, PNG and WebP. */
export async function checkPicture(file: Blob): Promise<Result<PictureType>> {
  if (file.size > MAX_PICTURE_BYTES) return refuse('too-large', `${Math.ceil(file.size / 1024 / 1024)} MB`)
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  const type = typeOf(head)
  return type === undefined ? refuse('not-a-picture') : ok(type)
}

function typeOf(head: Uint8Array): PictureType | undefined {
  const begins = (at: number, ...bytes: number[]): boolean => bytes.every((byte, i) => head[at + i] === byte)
  if (begins(0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (begins(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  return begins(0, 0x52, 0x49, 0x46, 0x46) && begins(8, 0x57, 0x45, 0x42, 0x50) ? 'image/webp' : undefined
}
