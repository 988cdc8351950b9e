import type { CaseView } from '#shared/contracts/cases.contract.ts'
import { endStates } from '#shared/domain/case/terms.ts'
import { flowSentence } from '#renderer/features/case-text/index.ts'
import { text } from '#renderer/i18n/index.ts'
import type { StoryLine } from '#renderer/ui/index.ts'

export interface FlowWords {
  readonly stamp: (ms: number) => string
  /** Name of a department or an inspector by its code. */
  readonly nameOf: (code: string) => string
}

/** 流程记录 told as a story: who did what, to whom it went, in their words; at its end where the case stands now. */
export function flowLines({ flow, row, names }: Pick<CaseView, 'flow' | 'row' | 'names'>, words: FlowWords): StoryLine[] {
  const isOver = endStates.includes(row.state)
  const told = flow.map((record, at): StoryLine => ({
    key: record.id, time: words.stamp(record.at), text: flowSentence(record, words.nameOf), words: record.words === '' ? undefined : record.words, now: isOver && at === flow.length - 1,
  }))
  if (isOver) return told
  const who = row.state === 'handling' ? names.department : row.state === 'checking' || row.state === 'verifying' ? names.inspector : null
  const asked = who === null ? '' : `${text('common.comma')}${text('cases.flow.asked', { who })}`
  return [...told, { key: 'now', time: text('cases.flow.now'), lead: text(`cases.state.${row.state}`), text: asked, now: true }]
}
