import { sql } from 'kysely'
import type { Act } from '#shared/domain/case/acts.ts'
import { CaseId, newCmdId } from '#shared/kernel/ids.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Platform } from '../platform.ts'
import { commitChanges } from '../store/commit-changes.ts'
import { transact } from '../store/transact.ts'
import { openCase } from './case-file.ts'
import { fold } from './judge.ts'
import { lockCases } from './lanes.ts'
import type { ReferenceReader } from './reference-data.ts'
import { changesOf } from './settle.ts'

const AT_ONCE = 50

/** 挂账到期: cases whose time on account is over go on by themselves, as an act of post `system`. Answers how many went on. */
export async function resumeDue(platform: Platform, readReference: ReferenceReader): Promise<number> {
  const { store, hall, clock } = platform
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM entity WHERE hall = ${hall.id} AND kind = 'case' AND row->>'state' = 'on-account'
    AND (row->>'onAccountUntil')::bigint <= ${clock.now()} ORDER BY (row->>'onAccountUntil')::bigint LIMIT ${AT_ONCE}`.execute(
    store.db,
  )
  let resumed = 0
  for (const { id } of rows) if (await resumeOne(platform, readReference, CaseId.parse(id))) resumed += 1
  return resumed
}

async function resumeOne(platform: Platform, readReference: ReferenceReader, caseId: CaseId): Promise<boolean> {
  const { store, hall, clock, random } = platform
  return transact(store.db, async (tx) => {
    await lockCases(tx, [caseId])
    const file = await openCase(tx, hall.id, caseId)
    const act = systemResume(newCmdId(clock, random), caseId, clock.now())
    // Refused when somebody was quicker; then there is nothing left to do.
    const folded = fold({ data: await readReference(tx, hall.id), file }, act)
    if (!folded.ok) return false
    await commitChanges(tx, hall.id, changesOf(folded.value))
    return true
  })
}

function systemResume(id: CmdId, caseId: CaseId, at: number): Act {
  const body = { action: 'resume', args: { words: '挂账到期，自动恢复' } } as const
  return { id, caseId, at, person: null, personName: '系统', post: 'system', seat: null, offline: false, timeDoubt: false, body }
}
