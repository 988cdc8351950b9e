import type { LedgerApi } from '../ledger-api.ts'
import { storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { appendCommands } from './append.ts'
import { appendAudit } from './audit.ts'
import { findCommand } from './command-rows.ts'
import { groundOf } from './grounds.ts'
import { heldBy, settleCommand, takeBack } from './outcomes.ts'
import type { LedgerParts } from './parts.ts'
import { trayCounts, trayPage, waitingOf } from './tray.ts'

type TrayApi = Pick<SyncApi<LedgerApi>, 'trayPage' | 'trayCounts' | 'waitingOf' | 'ground' | 'dependents' | 'settle' | 'takeBack'>

/** What the tray asks of the ledger, and what a person decides there. */
export function trayOperations(parts: LedgerParts): TrayApi {
  const { db } = parts
  return {
    trayPage: (ask) => trayPage(parts, ask),
    trayCounts: () => trayCounts(parts),
    waitingOf: (caseId) => waitingOf(parts, caseId),
    ground: (id) => groundOf(parts, id),
    dependents: (id) => heldBy(parts, id).flatMap((held) => findCommand(db, held) ?? []),
    settle: ({ id, along, replacements }, audit) =>
      storing(() =>
        db.transaction(() => {
          const ids = settleCommand(parts, id, along)
          const appended = appendCommands(parts, replacements)
          appendAudit(parts, audit)
          return { ids, appended }
        }),
      ),
    takeBack: (ids, audit) =>
      storing(() =>
        db.transaction(() => {
          takeBack(parts, ids)
          appendAudit(parts, audit)
        }),
      ),
  }
}
