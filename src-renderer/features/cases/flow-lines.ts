import type { CaseView } from '#shared/contracts/cases.contract.ts'
import { endStates } from '#shared/domain/case/terms.ts'
import { text } from '#renderer/i18n/index.ts'
import type { StoryLine } from '#renderer/ui/index.ts'

type Record = CaseView['flow'][number]

export interface FlowWords {
  readonly stamp: (ms: number) => string
  /** Name of a department or an inspector by its code. */
  readonly nameOf: (code: string) => string
}

/** 流程记录 told as a story: who did what, to whom it went, in their words; at its end where the case stands now. */
export function flowLines({ flow, row, names }: Pick<CaseView, 'flow' | 'row' | 'names'>, words: FlowWords): StoryLine[] {
  const isOver = endStates.includes(row.state)
  const told = flow.map((record, at): StoryLine => ({
    key: record.id, time: words.stamp(record.at), text: sentence(record, words), words: record.words === '' ? undefined : record.words, now: isOver && at === flow.length - 1,
  }))
  if (isOver) return told
  const who = row.state === 'handling' ? names.department : row.state === 'checking' || row.state === 'verifying' ? names.inspector : null
  const asked = who === null ? '' : `，${text('cases.flow.asked', { who })}`
  return [...told, { key: 'now', time: text('cases.flow.now'), lead: text(`cases.state.${row.state}`), text: asked, now: true }]
}

function sentence({ personName, post, action, receiver }: Record, { nameOf }: FlowWords): string {
  const person = personName === '' ? text(`cases.post.${post}`) : personName
  const said = text('cases.flow.byOne', { person, action: text(`cases.action.${action}`) })
  return receiver === null ? said : said + text('cases.flow.to', { receiver: nameOf(receiver) })
}
