import type { BehindCase, Ranking } from '#shared/contracts/evaluation.contract.ts'
import type { Text } from '#renderer/i18n/index.ts'

type Say = Text['t']

/** The foot note of a board: what of its cases was done offline or under a doubtful clock; what waits is said beside it. */
export function gapNotes({ offline, doubtful }: Ranking['gap'], t: Say): string[] {
  return [
    ...(offline > 0 ? [t('evaluation.standing.gap', { n: offline })] : []),
    ...(doubtful > 0 ? [t('evaluation.standing.doubtful', { n: doubtful })] : []),
  ]
}

export function markWords(marks: BehindCase['marks'], t: Say): string {
  return marks.map((mark) => t(`evaluation.drill.mark.${mark}`)).join(' ')
}
