import type { Shape } from '../shape.ts'
import type { outbox as zh } from '../zh/outbox.ts'

export const outbox: Shape<typeof zh> = {
  title: 'Outbox',
  state: { waiting: 'waiting', sending: 'being sent', rejected: 'rejected', settled: 'settled', accepted: 'at the platform' },
  rejectedCount: '{n} rejected',
  waitingCount: '{n} waiting',
  promise: 'oldest {age}; sent in order when the link is back, never twice',
  export: 'Export the list',
  nth: 'No. {n}',
  waitsFor: 'after no. {n}',
  empty: 'The outbox is empty',
  emptyNote: 'the last one arrived {time}',
  field: 'Field',
  base: 'Before',
  mine: 'Mine',
  theirs: 'Theirs',
  version: 'version {ver}',
  unchanged: 'not changed',
  same: '{n} other fields',
  sameNote: 'the same on all sides',
  resend: 'Send as chosen',
  takeTheirs: 'Take theirs',
  withdraw: 'Withdraw mine',
  resendAs: 'goes out as no. {n}',
}
