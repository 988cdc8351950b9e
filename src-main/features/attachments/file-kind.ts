import { fileTypeFromBuffer } from 'file-type'

export interface FileKind {
  readonly mime: string
  /** The ending a name gets when it has none that fits; the first of those that fit. */
  readonly endings: readonly string[]
}

/** So much of the beginning is enough to know any of them. */
export const HEAD_BYTES = 4_100

/** What may be evidence: photographs, sounds, clips and papers. */
const kinds: readonly FileKind[] = [
  { mime: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  { mime: 'image/png', endings: ['png'] },
  { mime: 'image/webp', endings: ['webp'] },
  { mime: 'image/heic', endings: ['heic', 'heif'] },
  { mime: 'audio/mpeg', endings: ['mp3'] },
  { mime: 'audio/mp4', endings: ['m4a'] },
  { mime: 'audio/wav', endings: ['wav'] },
  { mime: 'audio/ogg', endings: ['ogg', 'oga', 'opus'] },
  { mime: 'video/mp4', endings: ['mp4', 'm4v'] },
  { mime: 'video/webm', endings: ['webm'] },
  { mime: 'video/quicktime', endings: ['mov'] },
  { mime: 'application/pdf', endings: ['pdf'] },
]

/** Other names under which the same kinds are known. */
const aliases: Readonly<Record<string, string>> = {
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'video/x-m4v': 'video/mp4',
}

/** What a file is by its first bytes; null when it is nothing that may be attached. Its name is not asked. */
export async function kindOfFile(head: Uint8Array): Promise<FileKind | null> {
  // A picture of the sleeve may stand before the sound and be longer than the part looked at.
  if (Buffer.from(head.subarray(0, 3)).toString('latin1') === 'ID3') return find('audio/mpeg')
  const found = await fileTypeFromBuffer(head)
  const mime = found?.mime.split(';')[0] ?? ''
  return find(aliases[mime] ?? mime)
}

function find(mime: string): FileKind | null {
  return kinds.find((kind) => kind.mime === mime) ?? null
}
