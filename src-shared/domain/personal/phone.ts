/**
 * A telephone number in its one form. `digits` is what is hashed to find a caller again: equal for every way of writing the
 * number.
 */
export interface Phone {
  readonly kind: 'mobile' | 'landline' | 'service' | 'foreign'
  /** Area code 区号 with its 0, or empty. */
  readonly prefix: string
  readonly number: string
  readonly digits: string
}

const MOBILE = /^1[3-9]\d{9}$/
/** 010 and 02x have three digits, all other area codes four. */
const LANDLINE = /^(0(?:10|2\d|[3-9]\d{2}))([2-9]\d{6,7})$/
const LOCAL = /^[2-9]\d{6,7}$/
/** 110, 12345, 95588, and the 400 and 800 lines of firms. */
const SERVICE = /^(?:\d{3,6}|[48]00\d{7})$/
const FOREIGN = /^\+[1-9]\d{6,14}$/
const EXTENSION = /(?:转|分机|ext\.?|x|#).*$/iu
const LONGEST_TEXT = 60

/**
 * Reads a telephone number as people write it: full-width digits, spaces, dashes, brackets, +86 or 0086, an extension (left out).
 * `areaCode` completes a local number, so that 8612312 and 0564-8612312 are the same caller. Undefined when it is no number.
 */
export function normalisePhone(text: string, areaCode = ''): Phone | undefined {
  if (text.length > LONGEST_TEXT) return undefined
  const dialled = text
    .normalize('NFKC')
    .replace(EXTENSION, '')
    .replace(/[\s()\-–—.·]/gu, '')
  const national = dialled.replace(/^(?:\+|00)86(?=0?\d{9,11}$)/, '')
  if (MOBILE.test(national)) return { kind: 'mobile', prefix: '', number: national, digits: national }
  return service(national) ?? landline(national, areaCode) ?? foreign(dialled)
}

function landline(national: string, areaCode: string): Phone | undefined {
  const withZero = /^[1-9]\d{9,10}$/.test(national) ? `0${national}` : national
  const [, prefix, number] = LANDLINE.exec(withZero) ?? []
  if (prefix !== undefined && number !== undefined) return { kind: 'landline', prefix, number, digits: withZero }
  return LOCAL.test(national) ? { kind: 'landline', prefix: areaCode, number: national, digits: areaCode + national } : undefined
}

function service(national: string): Phone | undefined {
  return SERVICE.test(national) ? { kind: 'service', prefix: '', number: national, digits: national } : undefined
}

function foreign(dialled: string): Phone | undefined {
  const number = dialled.replace(/^00/, '+')
  return FOREIGN.test(number) ? { kind: 'foreign', prefix: '', number, digits: number } : undefined
}
