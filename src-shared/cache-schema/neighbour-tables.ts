import { pendingColumns } from './pending-columns.ts'

/**
 * Acts of other seats of this hall that the platform does not know yet (ADR 013), folded in like own ones. pending_claim: who
 * ordered a pending act, own or a neighbour's, while the platform was away.
 */
export const neighbourTables = `
CREATE TABLE neighbour_pending (
  cmd_id TEXT PRIMARY KEY,
  seat TEXT NOT NULL,
  s INTEGER NOT NULL,
${pendingColumns}
) STRICT, WITHOUT ROWID;
CREATE INDEX neighbour_pending_case ON neighbour_pending (case_id, seat, settle_seq);
CREATE INDEX neighbour_pending_settle ON neighbour_pending (settle_epoch, settle_seq) WHERE settle_seq IS NOT NULL;
CREATE TABLE pending_claim (cmd_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, word TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX pending_claim_case ON pending_claim (case_id, word);
`
