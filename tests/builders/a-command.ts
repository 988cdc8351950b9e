import type { ActArgs } from '#shared/domain/case/acts.ts'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import type { CaseNo, PersonId } from '#shared/kernel/ids.ts'
import type { AuditEntry, NewCommand, StoredDraft } from '#main/db/ledger-api.ts'
import { MONDAY_NINE, usualBody } from './case-story.ts'
import { caseId, cmdId, draftId } from './ids.ts'

const postOf: Partial<Record<CaseAction, Post>> = { 'dispatch': 'dispatcher', 'answer': 'department', 'close': 'shift-leader' }

/** Command `n` on case `of`, said by whoever usually says it. */
export function aCommand<A extends CaseAction>(
  n: number,
  action: A,
  of = 1,
  over: Partial<NewCommand> = {},
  args: Partial<ActArgs[A]> = {},
): NewCommand {
  return {
    ...{
      id: cmdId(n),
      caseId: caseId(of),
      base: { chain: { ver: 0 } },
      body: usualBody(action, args),
      at: MONDAY_NINE + n * 1_000,
    },
    ...{
      person: '1001' as PersonId,
      personName: '王丽',
      post: postOf[action] ?? 'acceptor',
      timeDoubt: false,
      offline: false,
      signIn: 'sign-in-1',
    },
    ...{ no: `34152320261116${String(of).padStart(5, '0')}` as CaseNo, className: '上水井盖', ground: null, ...over },
  }
}

/** The report that makes case `of`. */
export function aReport(n: number, of = 1, over: Partial<ActArgs['report']> = {}): NewCommand {
  const no = `34152320261116${String(of).padStart(5, '0')}` as CaseNo
  return aCommand(n, 'report', of, {}, { no, ...over })
}

export function anAudit(over: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: MONDAY_NINE,
    person: '1001' as PersonId,
    post: 'acceptor',
    what: 'case.act',
    subject: caseId(1),
    result: 'ok',
    detail: null,
    ...over,
  }
}

export function aDraft(n: number, over: Partial<StoredDraft> = {}): StoredDraft {
  return {
    ...{
      id: draftId(n),
      caseId: caseId(900 + n),
      owner: '1001' as PersonId,
      no: null,
      sealed: `s1.k.${'x'.repeat(30)}`,
      title: '暴露垃圾',
      rev: 1,
    },
    ...{ callAt: MONDAY_NINE + n, savedAt: MONDAY_NINE + n, state: 'open', ...over },
  }
}
