import { normalisePhone } from './phone.ts'

const STARS = '***'

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

/** 3415**********1234: division and birth cannot be read, equal ones can be told apart by eye. */
export function maskIdentity(number: string): string {
  return `${number.slice(0, 4)}${'*'.repeat(Math.max(0, number.length - 8))}${number.slice(-4)}`
}
