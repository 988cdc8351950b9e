import type { OutboxEntry } from '#shared/contracts/link.contract.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { LedgerCommand } from '../../db/ledger-api.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference, ReferenceData } from '../reference/index.ts'
import { differencesOf } from './differences.ts'

/** The tray as the window shows it: rejected ones first because they wait for a person, then what is on its way, in order. */
export async function readTray(hall: Hall, reference: Reference): Promise<OutboxEntry[]> {
  const [commands, data] = await Promise.all([hall.db.ledger.tray(), reference.data()])
  const { sending } = hall.link
  const waiting = commands.filter(({ standing }) => standing === 'waiting')
  const position = new Map(waiting.map(({ command }, index) => [command.id, index + 1]))
  const entries = commands.map(async (stored): Promise<OutboxEntry> => {
    const { command, standing } = stored
    const found = await hall.db.cache.caseById(command.caseId)
    const isWaiting = standing === 'waiting'
    return {
      id: command.id,
      s: command.s,
      caseId: command.caseId,
      no: stored.no,
      className: found?.row.className ?? '',
      action: command.body.action,
      at: command.at,
      personName: stored.personName,
      state: isWaiting ? (sending.has(command.id) ? 'sending' : 'waiting') : standing === 'held' ? 'held' : 'rejected',
      position: position.get(command.id) ?? null,
      attempts: 0,
      refusal: data.ok ? refusalOf(stored, data.value) : null,
    }
  })
  const all = await Promise.all(entries)
  return [...all.filter(({ position: at }) => at === null), ...all.filter(({ position: at }) => at !== null)]
}

function refusalOf(stored: LedgerCommand, data: ReferenceData): OutboxEntry['refusal'] {
  const { outcome } = stored
  if (outcome?.result !== 'rejected') return null
  const { current } = outcome
  const theirs = current?.row ?? null
  return {
    code: outcome.code,
    detail: outcome.detail,
    byName: current?.byName ?? null,
    bySeat: current?.bySeat ?? null,
    at: current?.at ?? null,
    state: theirs?.state ?? null,
    differences: [...differencesOf(theirs, mineOn(theirs, stored, data), theirs, data)],
  }
}

/** What my act would make of the case as it stands at the platform now; null when it can no longer be done. */
function mineOn(theirs: CaseRow | null, { command, personName }: LedgerCommand, data: ReferenceData): CaseRow | null {
  const folded = foldAct(theirs, { ...command, personName, seat: command.seat }, { ...data, flowCount: 0 })
  return folded.ok ? folded.value.row : null
}
