/** What is kept of every pending act, whoever's it is, behind its own key. */
export const pendingColumns = `  case_id TEXT NOT NULL,
  after_id TEXT,
  command TEXT NOT NULL,
  person_name TEXT NOT NULL,
  settle_epoch TEXT,
  settle_seq INTEGER,
  flow TEXT,
  fault TEXT`
