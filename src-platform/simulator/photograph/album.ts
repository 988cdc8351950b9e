import { createHash } from 'node:crypto'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { diceFor } from '../dice.ts'
import { paint, subjects } from './paint.ts'
import type { Subject } from './paint.ts'

type Photograph = Omit<Attachment, 'use'>

/** 处置前后: one corner, seen twice. Plain data, fit to be sent to a worker. */
export interface AlbumPage {
  readonly subject: Subject
  readonly before: Photograph
  readonly after: Photograph
}

export interface Painted {
  readonly page: AlbumPage
  readonly pictures: readonly [before: Buffer, after: Buffer]
}

const VARIANTS = 2
const MIME = 'image/png'

/** What a class of the catalogue looks like; everything else is seen as litter. */
const looks: readonly (readonly [RegExp, Subject])[] = [
  [/^E040[56]|^E0401/, 'stall'],
  [/^E0410|^E0412/, 'bikes'],
  [/^E020/, 'bills'],
  [/^E0193|^C03/, 'bin'],
  [/^E0113|^E030/, 'pit'],
  [/^C01/, 'manhole'],
  [/^E05/, 'water'],
]

/** Every page in turn, so that whoever paints them all can let others have their turn between two. */
export function* paintAlbum(seed: number): Generator<Painted> {
  for (const subject of subjects)
    for (let variant = 0; variant < VARIANTS; variant += 1) {
      const pictures = [paint(subject, variant, false, seed), paint(subject, variant, true, seed)] as const
      const n = String(variant + 1)
      const [before, after] = [photographOf(pictures[0], `现场${n}-处置前.png`), photographOf(pictures[1], `现场${n}-处置后.png`)]
      yield { page: { subject, before, after }, pictures }
    }
}

function photographOf(picture: Buffer, name: string): Photograph {
  return { hash: createHash('sha256').update(picture).digest('hex'), size: picture.length, name, mime: MIME }
}

/** What somebody photographs who reports this; none where there is no album. `name`: of the report. */
export function photographsOf(album: readonly AlbumPage[], classCode: string, name: string): Attachment[] {
  const subject = looks.find(([codes]) => codes.test(classCode))?.[1] ?? 'litter'
  const pages = album.filter((page) => page.subject === subject)
  if (pages.length === 0) return []
  return [{ ...diceFor('photograph', name).pick(pages).before, use: 'report' }]
}

/** The same corner after handling, for a case that shows it before and not yet after. */
export function photographAfter(album: readonly AlbumPage[], shown: readonly Attachment[]): Attachment | null {
  if (shown.some(({ use }) => use === 'handle')) return null
  const page = album.find(({ before }) => shown.some(({ hash }) => hash === before.hash))
  return page === undefined ? null : { ...page.after, use: 'handle' }
}
