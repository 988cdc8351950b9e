// Personal numbers in words that somebody typed. Missing one leaves it readable for ever, so where nothing else looks like it the
// rules lean towards hiding; what the hall itself counts with (case numbers, grid and component codes) must stay as it is.
import { isIdentityNumber, isOldIdentityNumber } from './identity-number.ts'
import { maskIdentity, maskPhone } from './mask.ts'
import { normalisePhone } from './phone.ts'

export interface FoundNumber {
  readonly kind: 'mobile' | 'landline' | 'identity'
  /** UTF-16 positions in the text that was given. */
  readonly from: number
  readonly to: number
  /** As it was typed. */
  readonly plain: string
  readonly masked: string
  /** The telephone's digits in their one form; null for an identity number. */
  readonly digits: string | null
}

/** One space or dash, or a dash between spaces. */
const GAP = String.raw`(?: ?[-.·] ?| {1,2})`
/**
 * Not the digits after the point of a longitude or latitude, nor of a fraction. One digit or ten to seventeen before it are the
 * place in a list: "1.138…".
 */
const START = String.raw`(?<![\d¥￥$])(?<!(?:\d{3}|[2-9]\d|1[89]|(?<!\d)0)[.])`
/** Not inside a longer number, and not counted in something. */
const END = String.raw`(?!\d|\.\d| ?(?:[元米](?![旦先女师])|万[元吨米平块]|亿|吨|块钱|平方|公里|立方))`

const MOBILE = new RegExp(
  `${START}(?:(?:\\+|00)?86${GAP}?)?1[3-9]\\d(?:${GAP}?\\d{4}${GAP}?\\d{4}|\\d${GAP}\\d{3}${GAP}\\d{4}|${GAP}\\d{3}${GAP}\\d{5}|\\d{2}${GAP}\\d{3}${GAP}?\\d{3})${END}`,
  'g',
)
/** 010 and 02x have three digits, all other area codes four. */
const LANDLINE = new RegExp(
  `${START}(?:(?:\\+|00)86${GAP}?)?\\(?0(?:10|2\\d|[3-9]\\d{2})\\)?${GAP}?([2-9]\\d{2,3}${GAP}?\\d{4})${END}`,
  'g',
)
const IDENTITY = new RegExp(`(?<!\\d)\\d{6}${GAP}?\\d{8}${GAP}?\\d{3}[\\dXx](?![\\dA-Za-z])`, 'g')
const OLD_IDENTITY = /(?<!\d)\d{15}(?!\d)/g
const NAMED_IDENTITY = /(?:身份证|证件|身份号)[^\d]{0,8}$/
/** 0930-20250930 is a time and a day. */
const DAY = /^20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** Telephone and identity numbers in a text, in order, none within another. */
export function findNumbers(text: string): FoundNumber[] {
  const plain = sameLengthAscii(text)
  const found = [...identitiesIn(plain, text), ...phonesIn(plain, text, MOBILE), ...phonesIn(plain, text, LANDLINE)]
  let end = 0
  return found
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .filter(({ from, to }) => {
      if (from < end) return false
      end = to
      return true
    })
}

/** The text with every number masked, and where each mask stands in it. */
export function hideNumbers(text: string): {
  readonly text: string
  readonly hidden: readonly (FoundNumber & { readonly at: number })[]
} {
  let hiddenText = ''
  let read = 0
  const hidden = findNumbers(text).map((number) => {
    hiddenText += text.slice(read, number.from)
    read = number.to
    const at = hiddenText.length
    hiddenText += number.masked
    return { ...number, at }
  })
  return { text: hiddenText + text.slice(read), hidden }
}

/**
 * A file's name with every number in it masked for good. Dots and low lines part what spaces part in a text, and a star is no
 * character of a name: those of the mask are full-width.
 */
export function maskNumbersInName(name: string): string {
  const asText = name.replace(/[.．]/g, '-').replace(/[_＿]/g, ' ')
  return findNumbers(asText).reduceRight(
    (before, { from, to, masked }) => before.slice(0, from) + masked.replaceAll('*', '＊') + before.slice(to),
    name,
  )
}

/** Full-width digits, letters, dashes, brackets and spaces in ASCII, each at the place where it was. */
function sameLengthAscii(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000\u00a0\u2010-\u2015]/g, (character) => {
    if (character === '\u3000' || character === '\u00a0') return ' '
    const code = character.charCodeAt(0)
    return code >= 0xff01 ? String.fromCharCode(code - 0xfee0) : '-'
  })
}

function phonesIn(plain: string, text: string, pattern: RegExp): FoundNumber[] {
  return [...plain.matchAll(pattern)].flatMap(({ 0: match, 1: local, index }): FoundNumber[] => {
    if (local !== undefined && DAY.test(local)) return []
    const phone = normalisePhone(match.replace(/^86/, ''))
    if (phone?.kind !== 'mobile' && phone?.kind !== 'landline') return []
    const to = index + match.length
    const { kind, digits } = phone
    return [{ kind, from: index, to, plain: text.slice(index, to), masked: maskWithin(digits, match.length), digits }]
  })
}

/** The masks a telephone number may have in a text: with the dash after its area code, and without. */
export function masksOfPhone(digits: string): readonly string[] {
  const mask = maskPhone(digits)
  return [...new Set([mask, mask.replace('-', '')])]
}

/** A text that is as long as it may be must not grow by a dash nobody typed. */
function maskWithin(digits: string, length: number): string {
  const mask = maskPhone(digits)
  return mask.length > length ? mask.replace('-', '') : mask
}

function identitiesIn(plain: string, text: string): FoundNumber[] {
  const modern = [...plain.matchAll(IDENTITY)].filter(({ 0: match }) => isIdentityNumber(bare(match)))
  const old = [...plain.matchAll(OLD_IDENTITY)].filter(({ 0: match, index }) =>
    isOldIdentityNumber(match, NAMED_IDENTITY.test(plain.slice(Math.max(0, index - 12), index))),
  )
  return [...modern, ...old].map(({ 0: match, index }) => {
    const to = index + match.length
    return { kind: 'identity', from: index, to, plain: text.slice(index, to), masked: maskIdentity(bare(match)), digits: null }
  })
}

function bare(number: string): string {
  return number.replace(/[^\dXx]/g, '')
}
