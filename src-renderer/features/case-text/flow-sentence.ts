import type { FlowRecord } from '#shared/domain/case/case-row.ts'
import { text } from '#renderer/i18n/index.ts'

type SaidRecord = Pick<FlowRecord, 'personName' | 'post' | 'action' | 'receiver'>

/** 王丽派遣，环卫处: who did what and to whom it went. `nameOf` turns the code of a department or an inspector into a name. */
export function flowSentence({ personName, post, action, receiver }: SaidRecord, nameOf: (code: string) => string): string {
  const person = personName === '' ? text(`cases.post.${post}`) : personName
  const said = text('cases.flow.byOne', { person, action: text(`cases.action.${action}`) })
  return receiver === null ? said : said + text('cases.flow.to', { receiver: nameOf(receiver) })
}
