import { normalisePhone } from '#shared/domain/personal/phone.ts'
import type { Phone } from '#shared/domain/personal/phone.ts'
import type { Hall } from '../hall/index.ts'

/** A telephone number as this hall reads it: a local one has the hall's area code, where its settings name one. */
export async function phoneIn(hall: Hall, text: string): Promise<Phone | undefined> {
  return normalisePhone(text, await areaCodeOf(hall))
}

/**
 * Every hash a caller's cases may have: under each key the hall has had, and for a local number also without its area code, as it
 * was kept before the settings named one. None where the text is no telephone number.
 */
export async function callerKeys(hall: Hall, text: string): Promise<string[]> {
  const areaCode = await areaCodeOf(hall)
  const phone = normalisePhone(text, areaCode)
  if (phone === undefined) return []
  const { kind, prefix, number, digits } = phone
  const isLocal = kind === 'landline' && prefix !== '' && prefix === areaCode
  return [digits, ...(isLocal ? [number] : [])].flatMap((one) => hall.sealer.phoneKeys(one))
}

async function areaCodeOf(hall: Hall): Promise<string> {
  return (await hall.db.cache.hallSettings())?.areaCode ?? ''
}
