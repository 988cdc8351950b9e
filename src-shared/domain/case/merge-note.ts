import { hideNumbers } from '../personal/find-numbers.ts'
import { maskName } from '../personal/mask.ts'

/** What a form says of a call that belongs to a case there is already. */
export interface MergedCall {
  readonly reporterName: string
  readonly reporterPhone: string
  readonly wantsCallBack: boolean
  readonly urgent: boolean
  readonly address: string
  readonly description: string
}

export type LeftBehind = 'reporterName' | 'reporterPhone'

/**
 * 并入: the words of the note that a call becomes. A note has no field for a caller: a number goes as text, which is masked and
 * sealed like any number in a text; a name cannot be sealed there, so no more of it goes than a mask shows.
 */
export function mergeNote(call: MergedCall, knownAddress: string): string {
  const [name, phone, address] = [call.reporterName.trim(), call.reporterPhone.trim(), call.address.trim()]
  const facts = [
    ...(name === '' ? [] : [`来电人 ${maskName(name)}`]),
    ...(phone === '' || !canBeHidden(phone) ? [] : [`电话 ${phone}`]),
    ...(call.wantsCallBack ? ['需要回访'] : []),
    ...(call.urgent ? ['紧急'] : []),
    ...(address === '' || address === knownAddress.trim() ? [] : [`位置 ${address}`]),
  ]
  return [call.description.trim(), facts.join('，')].filter((part) => part !== '').join('\n')
}

/** What the note cannot carry: the operator is asked before it is lost. */
export function leftBehind(call: MergedCall): LeftBehind[] {
  const phone = call.reporterPhone.trim()
  return [
    ...(call.reporterName.trim() === '' ? [] : (['reporterName'] as const)),
    ...(phone === '' || canBeHidden(phone) ? [] : (['reporterPhone'] as const)),
  ]
}

/** Nothing of it would be left in the open. */
function canBeHidden(phone: string): boolean {
  const { hidden } = hideNumbers(phone)
  return hidden.length === 1 && hidden[0]?.plain === phone
}
