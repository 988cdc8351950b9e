import { maskNumbersInName } from '#shared/domain/personal/find-numbers.ts'
import { cutShort } from '#shared/kernel/cut-short.ts'
import type { FileKind } from './file-kind.ts'

const MOST_NAME = 120
/** Control characters, marks that turn the direction of writing or cannot be seen, and what file systems give a meaning. */
const UNWANTED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}<>:"|?*]/gu
/** The joiner that makes one picture of several: hides nothing where pictures stand on both sides of it. */
const JOINER = /(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\u{FE0F}?)\u{200D}(?=\p{Extended_Pictographic})/u
const UNSEEN = new RegExp(`(?!${JOINER.source})${UNWANTED.source}`, 'gu')

/**
 * A name fit to be shown and stored: the last part of a path, without marks that hide its ending, with an ending that fits what
 * the file is. Recorders name their files after the caller: it goes wherever the file goes, so numbers in it are masked here.
 */
export function cleanName(given: string, kind: FileKind): string {
  const last = given.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const plain = last.replace(UNSEEN, '').replaceAll('\u{FFFD}', '').replace(/\s+/g, ' ').trim()
  const dot = plain.lastIndexOf('.')
  const ending = dot > 0 ? plain.slice(dot + 1).toLowerCase() : ''
  const fits = kind.endings.includes(ending)
  const stem = (fits ? plain.slice(0, dot) : plain).replace(/^[.\s]+|[.\s]+$/g, '')
  const short = cutShort(stem === '' ? '附件' : maskNumbersInName(stem), MOST_NAME)
  return `${short}.${fits ? ending : (kind.endings[0] ?? 'bin')}`
}
