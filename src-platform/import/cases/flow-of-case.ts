import type { ImportedCase } from '#shared/platform-api/bulk.ts'
import type { RowTimes } from './row-times.ts'

type Flow = ImportedCase['flow']

const by = { person: null, personName: '', post: 'system', seat: null, timeDoubt: false, offline: false } as const

/** The flow record 流程记录 as far as the source tells it: reported, with its department, ended. */
export function flowOf(times: RowTimes, department: string | null, words: Readonly<Record<'report' | 'end', string>>): Flow {
  const { createdAt, endedAt, state } = times
  const flow: Flow = [
    { ...by, at: createdAt, action: 'report', from: null, to: 'reported', words: words.report, receiver: null },
    { ...by, at: createdAt, action: 'dispatch', from: 'reported', to: 'handling', words: '', receiver: department },
  ]
  if (endedAt === null || state === 'handling') return flow
  const action = ({ closed: 'close', refused: 'refuse', voided: 'void' } as const)[state]
  return [...flow, { ...by, at: endedAt, action, from: 'handling', to: state, words: words.end, receiver: null }]
}
