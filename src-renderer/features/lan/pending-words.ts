import type { CaseBrief, ClaimWord } from '#shared/contracts/cases.contract.ts'
import type { Text } from '#renderer/i18n/index.ts'

type Marked = Pick<CaseBrief, 'pending' | 'neighbours' | 'claim'>

/** Acts that wait for the platform: which other seats they wait at, else how many here; and who ordered them meanwhile. */
export function pendingWords({ pending, neighbours = [], claim }: Marked, t: Text['t']): string[] {
  const own = pending > 0 ? [t('lan.own', { n: pending })] : []
  return [...(neighbours.length === 0 ? own : [t('lan.waiting', { seats: neighbours.join(t('common.listed')) })]), ...claimWords(claim, t)]
}

/** 未裁定 or 本厅裁定; nothing where the platform orders. */
export function claimWords(claim: ClaimWord | undefined, t: Text['t']): string[] {
  return claim === undefined ? [] : [t(`lan.${claim}`)]
}
