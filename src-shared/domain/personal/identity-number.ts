/** Weights of the first 17 digits and the check characters by remainder: GB 11643-1999, ISO 7064 MOD 11-2. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK_CHARACTERS = '10X98765432'

/** First digits of the administrative divisions, GB/T 2260: 11–15, 21–23, 31–37, 41–46, 50–54, 61–65, 71, 81–83, 91. */
const PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)/

/** 公民身份号码 of 18 characters: division 6, birth 8, order 3, check 1. True only when the check character is right. */
export function isIdentityNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/i.test(text) || !PROVINCE.test(text)) return false
  if (!isDay(Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14)))) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(text[at]), 0)
  return text[17]?.toUpperCase() === CHECK_CHARACTERS[sum % 11]
}

/**
 * The 15 digits issued until 1999: division 6, birth 6, order 3, no check. A unit grid code has 15 digits too, but its street
 * part (digits 7 to 9) never passes 599 (GB/T 10114), so a birth year from 60 on tells them apart; `isNamed`: the words before
 * it say what it is.
 */
export function isOldIdentityNumber(text: string, isNamed: boolean): boolean {
  if (!/^\d{15}$/.test(text) || !PROVINCE.test(text)) return false
  const year = Number(text.slice(6, 8))
  return (isNamed || year >= 60) && isDay(1900 + year, Number(text.slice(8, 10)), Number(text.slice(10, 12)))
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}
