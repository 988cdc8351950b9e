import { storing } from '../storage-errors.ts'
import type { LedgerApi } from '../ledger-api.ts'
import type { SyncApi } from '../sync-api.ts'
import { appendCommands, lastS } from './append.ts'
import {
  attachmentsOfCase,
  dropAttachment,
  findAttachment,
  noteAttachment,
  openAttachments,
  reopenAttachments,
  sendableAttachments,
  stageAttachment,
  strayAttachments,
} from './attachments.ts'
import { auditOperations } from './audit-operations.ts'
import { appendAudit } from './audit.ts'
import { SINCE_SQL, TRAY_SQL, UNSENT_SQL, findCommand, selectCommands } from './command-rows.ts'
import { draftReads, endStep, endWritten, saveDraft } from './drafts.ts'
import { hashesAt, ledgerHeads } from './heads.ts'
import {
  commandsAt,
  dropNeighbours,
  forgetNeighboursBut,
  keepNeighbours,
  neighbourHead,
  neighbours,
  waitingNumbers,
} from './neighbours.ts'
import { addBlocks, numbersLeft, takeCaseNo } from './numbers.ts'
import { outcomeOperations } from './outcome-operations.ts'
import type { LedgerParts } from './parts.ts'
import { currentSignIn, getMeta, saveSignIn, setMeta } from './sign-ins.ts'
import { trayOperations } from './tray-operations.ts'
import { verifyLedger } from './verify.ts'

/**
 * The ledger over an open file. Every call that writes is one FULL transaction: when it returns, it is on disk or did not
 * happen.
 */
export function createLedger(parts: LedgerParts, unlock: () => void): SyncApi<LedgerApi> {
  const { db } = parts
  return {
    append: (commands, audit, written) =>
      storing(() =>
        db.transaction(() => {
          const appended = appendCommands(parts, commands)
          if (written !== undefined) endWritten(parts, written)
          if (audit !== null) appendAudit(parts, audit)
          return appended
        }),
      ),
    ...outcomeOperations(parts),
    unsent: (limit) => selectCommands(db, UNSENT_SQL, limit),
    tray: () => selectCommands(db, TRAY_SQL),
    since: (s, limit) => selectCommands(db, SINCE_SQL, s, limit),
    find: (id) => findCommand(db, id),
    lastS: () => lastS(parts),
    ...trayOperations(parts),
    saveDraft: (draft) => storing(() => db.transaction(() => saveDraft(parts, draft))),
    ...draftReads(parts),
    endStep: (id) => storing(() => db.transaction(() => endStep(parts, id))),
    takeNumber: (day) => db.transaction(() => takeCaseNo(parts, day)),
    addBlocks: (blocks) => db.transaction(() => addBlocks(parts, blocks)),
    numbersLeft: (fromDay) => numbersLeft(parts, fromDay),
    audit: (entry) => db.transaction(() => appendAudit(parts, entry)),
    ...auditOperations(parts),
    verify: () => verifyLedger(parts),
    heads: () => ledgerHeads(parts),
    hashesAt: (s, auditN) => hashesAt(parts, s, auditN),
    saveSignIn: (signIn, audit) => db.transaction(() => saveSignIn(parts, signIn, audit)),
    currentSignIn: () => currentSignIn(parts),
    getMeta: (key) => getMeta(parts, key),
    setMeta: (key, value) => db.transaction(() => setMeta(parts, key, value)),
    stageAttachment: (staged) => storing(() => db.transaction(() => stageAttachment(parts, staged))),
    openAttachments: () => openAttachments(parts),
    sendableAttachments: (limit) => sendableAttachments(parts, limit),
    attachment: (hash) => findAttachment(parts, hash),
    attachmentsOfCase: (caseId) => attachmentsOfCase(parts, caseId),
    noteAttachment: (hash, note) => db.transaction(() => noteAttachment(parts, hash, note)),
    reopenAttachments: (hashes) => db.transaction(() => reopenAttachments(parts, hashes)),
    dropAttachment: (hash, caseId) => storing(() => db.transaction(() => dropAttachment(parts, hash, caseId))),
    strayAttachments: (before) => strayAttachments(parts, before),
    waitingNumbers: () => waitingNumbers(parts),
    commandsAt: (numbers) => commandsAt(parts, numbers),
    keepNeighbours: (seat, commands) => db.transaction(() => keepNeighbours(parts, seat, commands)),
    dropNeighbours: (ids) => db.transaction(() => dropNeighbours(parts, ids)),
    forgetNeighboursBut: (seats) => db.transaction(() => forgetNeighboursBut(parts, seats)),
    neighbours: () => neighbours(parts),
    neighbourHead: (seat) => neighbourHead(parts, seat),
    close() {
      db.checkpoint()
      db.close()
      unlock()
    },
  }
}
