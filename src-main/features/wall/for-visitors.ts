// 参观模式: what strangers may read of a case.
import type { CasePin } from '#shared/contracts/map.contract.ts'
import { addressForVisitors } from '#shared/domain/wall/index.ts'

/** Neither the door it lies at nor who of the hall has something waiting. */
export function forVisitors({ address, neighbours: _neighbours, claim: _claim, ...pin }: CasePin): CasePin {
  return { ...pin, address: addressForVisitors(address), pending: 0 }
}

export const titleForVisitors = (kind: string, address: string): string => `${kind} ${addressForVisitors(address)}`.trim()
