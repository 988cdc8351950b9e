// Small pictures of large ones, made once each: a list never decodes a photograph of a telephone at its full size.
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Desk } from '#renderer/desk/index.ts'
import { readFile } from './read-file.ts'

const WIDTH = 240
const MOST_KEPT = 300

/** By content; null where it cannot be drawn. */
const made = new Map<string, Promise<string | null>>()
let last: Promise<unknown> = Promise.resolve()

/** Address of a thumbnail, made one after the other; null when the file is no picture a browser can draw, or is not here. */
export function thumbnailOf(desk: Desk, caseId: CaseId, file: Attachment): Promise<string | null> {
  const known = made.get(file.hash)
  if (known !== undefined) return known
  const making = last.then(() => make(desk, caseId, file))
  last = making
  made.set(file.hash, making)
  // What could not be made now may be made later.
  void making.then((url) => (url === null ? made.delete(file.hash) : forgetOldest()))
  return making
}

async function make(desk: Desk, caseId: CaseId, file: Attachment): Promise<string | null> {
  const whole = await readFile(desk, caseId, file)
  if (!whole.ok) return null
  try {
    const bitmap = await createImageBitmap(whole.value, { resizeWidth: WIDTH, resizeQuality: 'medium', imageOrientation: 'from-image' })
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 }))
  } catch {
    // HEIC, or a damaged picture: the tile says so in words.
    return null
  }
}

function forgetOldest(): void {
  if (made.size <= MOST_KEPT) return
  const [oldest] = made
  if (oldest === undefined) return
  made.delete(oldest[0])
  void oldest[1].then((url) => {
    if (url !== null) URL.revokeObjectURL(url)
  })
}
