import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Hall } from '../hall/index.ts'
import { openHidden } from '../personal/index.ts'

type Reply = ReplyOf<Contracts['cases']['revealNumbers']>

/** The numbers masked in a case's texts, for a reason; nothing is shown unless the audit entry is on disk first. */
export async function revealNumbers(
  hall: Hall,
  row: CaseRow,
  flow: readonly FlowRecord[],
  reason: string,
  session: SignedIn,
): Promise<Result<Reply>> {
  const fields = flow.flatMap(({ id, hidden = [] }) => hidden.map((one) => ({ record: id, one })))
  if (fields.length === 0) return refuse('not-found', 'hidden')
  const opened = fields.map(({ record, one }) => ({ record, field: one.field, numbers: openHidden(one, row.id, hall.sealer) }))
  const unreadable = opened.find(({ numbers }) => !numbers.ok)
  await hall.db.ledger.audit({
    at: hall.time.now(),
    person: session.person,
    post: session.posts.join(','),
    what: 'case.reveal-numbers',
    subject: row.no,
    result: unreadable === undefined ? 'ok' : 'refused',
    detail: reason,
  })
  const numbers = opened.flatMap(({ record, field, numbers: found }) =>
    found.ok ? found.value.map(({ plain, masked }) => ({ record, field, plain, masked })) : [],
  )
  return numbers.length === 0 && unreadable !== undefined ? refuse('sealed-unreadable', unreadable.field) : ok({ numbers })
}
