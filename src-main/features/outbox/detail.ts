import type { OutboxDetail } from '#shared/contracts/link.contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { foldAct, wordsOf } from '#shared/domain/case/fold.ts'
import { actNow, mergeable } from '#shared/domain/conflict/index.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import type { LedgerCommand, TrayLine } from '../../db/ledger-api.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import type { ReferenceData } from '../reference/index.ts'
import { differencesOf } from './differences.ts'
import { presentCase } from './present-case.ts'
import type { PresentCase } from './present-case.ts'
import { entryOf } from './tray.ts'

export interface DetailParts {
  readonly hall: Hall
  readonly writer: CommandWriter
  readonly data: ReferenceData
  readonly session: SignedIn
}

/** Both sides of an entry and what may be done with it; null when it is not in the ledger. */
export async function readDetail(parts: DetailParts, id: CmdId): Promise<OutboxDetail | null> {
  const { hall, data } = parts
  const { ledger } = hall.db
  const [stored, ground, held] = await Promise.all([ledger.find(id), ledger.ground(id), ledger.dependents(id)])
  if (stored === null) return null
  const { command, outcome } = stored
  const present = await presentCase(hall, stored)
  const mine = mineOf(stored, ground ?? (command.body.action === 'report' ? null : present.row), data)
  const again = await againOf(parts, stored, present)
  const { differences, same } = differencesOf(command.body, { base: ground, mine, theirs: present.row }, data)
  const { sending } = hall.link
  const className = ground?.className ?? present.row?.className ?? ''
  return {
    entry: entryOf(lineOf(stored, className), sending),
    ground: ground === null ? null : { ver: ground.ver, at: ground.lastActAt },
    theirs: present.theirs,
    refusal: outcome?.result === 'rejected' ? { code: outcome.code, detail: outcome.detail } : null,
    differences,
    same,
    again,
    mergeRefusal: mergeRefusal(
      command.body.action,
      present,
      differences.some(({ open }) => open),
      again.refusal?.code,
    ),
    dependents: held.map((one) => ({ ...entryOf(lineOf(one, className, id), sending), words: wordsOf(one.command.body) })),
    offline: command.offline,
    timeDoubt: command.timeDoubt,
  }
}

/** 我的: what the act made of the row it was based on; where that is not kept, what it would make of the present one. */
function mineOf({ command, personName }: LedgerCommand, ground: CaseRow | null, data: ReferenceData): CaseRow | null {
  const folded = foldAct(ground, { ...command, personName }, { ...data, flowCount: 0 })
  return folded.ok ? folded.value.row : null
}

/** What doing it again would be now, tried as it would be planned. */
async function againOf(
  { writer, session }: DetailParts,
  { command, no }: LedgerCommand,
  { row, flowCount }: PresentCase,
): Promise<OutboxDetail['again']> {
  const { caseId, body } = command
  const words = 'reason' in body.args ? body.args.reason : 'words' in body.args ? body.args.words : ''
  const refused = ({ code, detail }: Refusal): OutboxDetail['again']['refusal'] => ({ code, detail: detail ?? null })
  const now = actNow(body, row, null)
  if (!now.ok) {
    const action = now.error.code === 'reason-required' && body.action === 'dispatch' ? 're-dispatch' : body.action
    return { action, words, refusal: refused(now.error) }
  }
  if (no === null || (row === null && body.action !== 'report'))
    return { action: body.action, words, refusal: { code: 'not-found', detail: caseId } }
  const planned = await writer.plan({ caseId, no, row, flowCount, bodies: [now.value] }, session)
  return { action: now.value.action, words, refusal: planned.ok ? null : refused(planned.error) }
}

function mergeRefusal(
  action: LedgerCommand['command']['body']['action'],
  { row }: PresentCase,
  hasOpen: boolean,
  againRefused: string | undefined,
): string | null {
  if (!mergeable(action) || row === null || !hasOpen) return 'nothing-to-merge'
  // Another choice of sides, or words, may make these possible.
  return againRefused === undefined || ['reason-required', 'merge-changes-nothing'].includes(againRefused) ? null : againRefused
}

function lineOf(stored: LedgerCommand, className: string, causeId: CmdId | null = null): TrayLine {
  const { command, personName, no, standing, outcome, claim } = stored
  const { id, s, caseId, body, at } = command
  const code = outcome?.result === 'rejected' ? outcome.code : null
  const place = { position: null, after: null, causeId: standing === 'held' ? causeId : null }
  const mark = claim == null ? {} : { claim: claim.word }
  return { id, s, caseId, no, className, action: body.action, at, personName, standing, code, ...place, ...mark }
}
