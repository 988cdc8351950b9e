import { normalisePhone } from './phone.ts'

const STARS = '***'
/** A mobile number standing alone: case numbers and component codes are longer runs of digits. */
const MOBILE_IN_TEXT = /(?<!\d)1[3-9]\d{9}(?!\d)/g

/**
 * A telephone number that can be recognised but not dialled: 138****5678, 0564-86***12. Service numbers
 * (12345, 110, 400 lines) are nobody's and stay. What is no telephone number is hidden whole.
 */
export function maskPhone(text: string): string {
  if (text.trim() === '') return ''
  const phone = normalisePhone(text)
  if (phone === undefined) return STARS
  const { prefix, number } = phone
  if (phone.kind === 'service') return number
  if (phone.kind === 'mobile') return `${number.slice(0, 3)}****${number.slice(-4)}`
  return `${prefix === '' ? '' : `${prefix}-`}${number.slice(0, 2)}${STARS}${number.slice(-2)}`
}

/** 张**: the first character only, so that neither the name nor its length can be read. */
export function maskName(name: string): string {
  const [first] = name.trim()
  return first === undefined ? '' : `${first}**`
}

/** Free text with the mobile numbers in it masked, for what is shown on a wall or written to a log. */
export function maskPhonesIn(text: string): string {
  return text.replace(MOBILE_IN_TEXT, (phone) => `${phone.slice(0, 3)}****${phone.slice(-4)}`)
}
