// What a tile of a picture archive is, by its own bytes. Nothing is decoded: whoever shows it does that.
import type { PictureType } from '#shared/platform-api/map-tiles.ts'

export interface Picture {
  readonly type: PictureType
  readonly width: number
  readonly height: number
}

/** Null for anything that is no whole PNG, JPEG or WebP. */
export function pictureOf(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return readPng(view) ?? readJpeg(view) ?? readWebp(view)
  } catch (error) {
    // It ends before what it announces.
    if (error instanceof RangeError) return null
    throw error
  }
}

const PNG_HEAD = [0x89504e47, 0x0d0a1a0a]
const IEND = 0x49454e44

/** PNG: signature, chunks from IHDR to IEND, each as long as it says. */
function readPng(view: DataView): Picture | null {
  if (view.getUint32(0) !== PNG_HEAD[0] || view.getUint32(4) !== PNG_HEAD[1]) return null
  for (let at = 8; ;) {
    const length = view.getUint32(at)
    if (view.getUint32(at + 4) === IEND) {
      // Its sum, too, must be there.
      view.getUint32(at + 8)
      break
    }
    at += 12 + length
  }
  return sized('png', view.getUint32(16), view.getUint32(20))
}

const SOI = 0xffd8
const EOI = 0xffd9
const SOS = 0xffda

/** JPEG: segments up to the frame's, which holds the size, and the end of the image in its place. */
function readJpeg(view: DataView): Picture | null {
  if (view.getUint16(0) !== SOI) return null
  let size: readonly [number, number] | null = null
  for (let at = 2; ;) {
    const marker = view.getUint16(at)
    if (marker === SOS) break
    if (marker >> 8 !== 0xff) return null
    if (isFrame(marker)) size = [view.getUint16(at + 7), view.getUint16(at + 5)]
    at += 2 + view.getUint16(at + 2)
  }
  // Some encoders fill up to whole words behind the end.
  const tail = [2, 3, 4, 5].some((back) => view.getUint16(view.byteLength - back) === EOI)
  return size === null || !tail ? null : sized('jpeg', ...size)
}

/** Start of frame; C4, C8 and CC are other segments. */
const isFrame = (marker: number): boolean => marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)

const fourCc = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)

/** WebP: a RIFF file as long as it says, its first chunk lossy, lossless or extended. */
function readWebp(view: DataView): Picture | null {
  if (fourCc(view, 0) !== 'RIFF' || fourCc(view, 8) !== 'WEBP' || view.getUint32(4, true) + 8 > view.byteLength) return null
  switch (fourCc(view, 12)) {
    case 'VP8 ':
      return sized('webp', view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return sized('webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X':
      return sized('webp', uint24(view, 24) + 1, uint24(view, 27) + 1)
    default:
      return null
  }
}

const sized = (type: PictureType, width: number, height: number): Picture | null =>
  width > 0 && height > 0 ? { type, width, height } : null
