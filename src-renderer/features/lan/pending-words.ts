import type { CaseBrief, ClaimWord } from '#shared/contracts/cases.contract.ts'
import type { Text } from '#renderer/i18n/index.ts'

/** Whose acts wait for the platform, and who ordered them; nothing where only this seat's do and the platform orders. */
export function neighbourWords({ neighbours = [], claim }: Pick<CaseBrief, 'neighbours' | 'claim'>, t: Text['t']): string[] {
  return [...(neighbours.length === 0 ? [] : [t('lan.waiting', { seats: neighbours.join('、') })]), ...claimWords(claim, t)]
}

/** 未裁定 or 本厅裁定; nothing where the platform orders. */
export function claimWords(claim: ClaimWord | undefined, t: Text['t']): string[] {
  return claim === undefined ? [] : [t(`lan.${claim}`)]
}
