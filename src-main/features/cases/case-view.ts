import type { CaseView } from '#shared/contracts/cases.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { allowedActions } from '#shared/domain/life-cycle/index.ts'
import { maskPhone } from '#shared/domain/personal/mask.ts'
import type { CacheReaderApi } from '../../db/cache-api.ts'
import type { Hall } from '../hall/index.ts'
import type { Sealer } from '../personal/index.ts'
import type { ReferenceData } from '../reference/index.ts'

type StoredCase = NonNullable<Awaited<ReturnType<CacheReaderApi['caseById']>>>

/**
 * A case as the desk may show it: telephone masked, names resolved, actions with the reason why not. As of when it was read,
 * who has read it knows.
 */
export async function viewCase(
  stored: StoredCase,
  data: ReferenceData,
  session: SignedIn,
  hall: Hall,
): Promise<Omit<CaseView, 'asOf'>> {
  const { row } = stored
  const own = await hall.db.ledger.waitingOf(row.id)
  const { reporterName, reporterPhone, phoneKey, ...shown } = row
  return {
    row: shown,
    reporter: reporterOf({ id: row.id, reporterName, reporterPhone }, hall.sealer),
    names: await namesOf(row, data, hall),
    flow: stored.flow.map(({ hidden: _sealed, ...record }) => ({
      ...record,
      pendingAt: own.find(({ id }) => id === record.id)?.position ?? null,
    })),
    hiddenNumbers: stored.flow.flatMap(({ hidden = [] }) => hidden).reduce((sum, { count }) => sum + count, 0),
    actions: actionsOf(row, session, hall.time.now()),
    pending: own.map(({ id, s, action, at }) => ({ id, s, action, at })),
  }
}

function reporterOf(row: Pick<CaseRow, 'id' | 'reporterName' | 'reporterPhone'>, sealer: Sealer): CaseView['reporter'] {
  if (row.reporterName === null && row.reporterPhone === null) return null
  const name = row.reporterName === null ? null : sealer.open(row.reporterName, `case:${row.id}:reporterName`)
  const phone = row.reporterPhone === null ? null : sealer.open(row.reporterPhone, `case:${row.id}:reporterPhone`)
  return {
    name: name?.ok === true ? name.value : '',
    phoneMasked: phone?.ok === true ? maskPhone(phone.value) : '',
    revealable: phone?.ok === true,
  }
}

async function namesOf(row: CaseRow, data: ReferenceData, hall: Hall): Promise<CaseView['names']> {
  const condition = row.conditionId === null ? undefined : data.catalogue.findCondition(row.conditionId)
  const dutyGrid = row.place.dutyGrid === null ? null : await hall.db.cache.dutyGrid(row.place.dutyGrid)
  return {
    department: row.department === null ? null : (data.departments.get(row.department)?.name ?? row.department),
    inspector: row.inspector === null ? null : (data.people.get(row.inspector)?.name ?? row.inspector),
    reportedBy: row.reportedBy === null ? null : (data.people.get(row.reportedBy)?.name ?? row.reportedBy),
    dutyGrid: dutyGrid?.name ?? row.place.dutyGrid,
    condition: condition?.text ?? null,
    closing: condition?.closing ?? null,
  }
}

function actionsOf(row: CaseRow, session: SignedIn, now: number): CaseView['actions'] {
  const { allowed, refused } = allowedActions(row, session.posts, now, session.person)
  const first = session.posts[0] ?? 'acceptor'
  return [
    ...allowed.map(({ action, post }) => ({ action, post, refusedBy: null })),
    ...refused.map(({ action, refusal }) => ({
      action,
      post: first,
      refusedBy: { code: refusal.code, detail: refusal.detail ?? null },
    })),
  ]
}
