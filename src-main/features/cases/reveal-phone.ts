import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Hall } from '../hall/index.ts'

/** The full number, for a reason; nothing is shown unless the audit entry is on disk (PIPL: access is recorded). */
export async function revealPhone(
  hall: Hall,
  row: CaseRow,
  reason: string,
  session: SignedIn,
): Promise<Result<{ name: string; phone: string }>> {
  if (row.reporterPhone === null) return refuse('not-found', 'reporterPhone')
  const phone = hall.sealer.open(row.reporterPhone, `case:${row.id}:reporterPhone`)
  const name = row.reporterName === null ? ok('') : hall.sealer.open(row.reporterName, `case:${row.id}:reporterName`)
  await hall.db.ledger.audit({
    at: hall.time.now(),
    person: session.person,
    post: session.posts.join(','),
    what: 'case.reveal-phone',
    subject: row.no,
    result: phone.ok ? 'ok' : 'refused',
    detail: reason,
  })
  if (!phone.ok) return phone
  return ok({ name: name.ok ? name.value : '', phone: phone.value })
}
