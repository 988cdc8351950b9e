import { cutShort } from '#shared/kernel/cut-short.ts'

const MOST_NAME = 120

/** A name every file system takes: what it forbids becomes a space. */
export function fileName(words: string, extension: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are among what file systems forbid
  const safe = words.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ').replace(/\s+/g, ' ').trim()
  const short = cutShort(safe, MOST_NAME)
  return `${short === '' ? 'wanmi' : short}.${extension}`
}

/** Hands the operator a file, as any download. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken hold of it by the next turn; the memory is ours to give back.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}

/** A picture a canvas gave as a data address. */
export function savePng(dataUrl: string, words: string): void {
  const bytes = Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (letter) => letter.charCodeAt(0))
  saveBlob(new Blob([bytes], { type: 'image/png' }), fileName(words, 'png'))
}
