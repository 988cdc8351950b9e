/**
 * Acts of other seats of this hall that the platform does not know yet (ADR 013), folded in like own ones; columns as in
 * case_pending. pending_claim: who ordered a pending act, own or a neighbour's, while the platform was away.
 */
export const neighbourTables = `
CREATE TABLE neighbour_pending (
  cmd_id TEXT PRIMARY KEY,
  seat TEXT NOT NULL,
  s INTEGER NOT NULL,
  case_id TEXT NOT NULL,
  after_id TEXT,
  command TEXT NOT NULL,
  person_name TEXT NOT NULL,
  settle_epoch TEXT,
  settle_seq INTEGER,
  flow TEXT,
  fault TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX neighbour_pending_case ON neighbour_pending (case_id, seat, settle_seq);
CREATE INDEX neighbour_pending_settle ON neighbour_pending (settle_epoch, settle_seq) WHERE settle_seq IS NOT NULL;
CREATE TABLE pending_claim (cmd_id TEXT PRIMARY KEY, case_id TEXT NOT NULL, word TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX pending_claim_case ON pending_claim (case_id, word);
`
