import type { Attachment } from '#shared/domain/case/case-row.ts'

export type FileKind = 'images' | 'sounds' | 'others'

/** By what the file says it is; a call's recording is a sound whatever it says. */
export function kindOf({ mime, use }: Pick<Attachment, 'mime' | 'use'>): FileKind {
  if (use === 'recording' || mime.startsWith('audio/')) return 'sounds'
  return mime.startsWith('image/') ? 'images' : 'others'
}

export function countKinds(files: readonly Pick<Attachment, 'mime' | 'use'>[]): Readonly<Record<FileKind, number>> {
  const counts = { images: 0, sounds: 0, others: 0 }
  for (const file of files) counts[kindOf(file)] += 1
  return counts
}
