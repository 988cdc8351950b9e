// What evaluation reads (ADR 009): one narrow line of facts per case, and sums of them per period, kept while cases change.

/**
 * Columns of `figure` that hold sums, one for each slot of domain/evaluation/counting.ts, in that order. They know no time: what
 * of `open` is overdue is asked of `case_fact_due`.
 */
export const figureColumns = [
  'reported',
  'accepted',
  'refused',
  'self_handled',
  'filed',
  'dispatched',
  'handled',
  'on_time',
  'late',
  'open',
  'on_account',
  'exempt',
  'no_limit',
  'voided',
  'reworked',
  'reworked_closed',
  'returned',
  'public_reports',
  'urgent',
] as const

/** Grain of a figure's period: the day, or the month (ten-days and years are sums of these). */
export const figureGrains = { day: 0, month: 1 } as const
/** Dimension of a figure's member. */
export const figureDimensions = { department: 0, street: 1 } as const

/** Columns of a fact that say how long each step took, milliseconds. */
export const stageColumns = ['accept_ms', 'file_ms', 'dispatch_ms', 'handle_ms', 'check_ms', 'close_ms'] as const

/**
 * - term: words that facts refer to by number (departments, places, classes, sources); '' is number 0
 * - case_fact: rid of the case; n rises with every change of a fact, so that a reader asks for what is new; days are local days
 *   from 1970-01-01, reported_day null when the case is gone; settled, flags: see cache/fact-row.ts
 */
export const figureTables = `
CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO term (id, text) VALUES (0, '');
CREATE TABLE case_fact (
  rid INTEGER PRIMARY KEY, n INTEGER NOT NULL, reported_day INTEGER, filed_day INTEGER, settled INTEGER NOT NULL, due_at INTEGER,
  late_ms INTEGER, flags INTEGER NOT NULL, department INTEGER NOT NULL, street INTEGER NOT NULL, community INTEGER NOT NULL,
  grid INTEGER NOT NULL, class_code INTEGER NOT NULL, source INTEGER NOT NULL, ${stageColumns.map((name) => `${name} INTEGER`).join(', ')}
) STRICT;
CREATE INDEX case_fact_n ON case_fact (n);
CREATE INDEX case_fact_due ON case_fact (due_at, filed_day, department, street) WHERE due_at IS NOT NULL;
CREATE TABLE figure (
  grain INTEGER NOT NULL, dimension INTEGER NOT NULL, period INTEGER NOT NULL, member INTEGER NOT NULL,
  ${figureColumns.map((name) => `${name} INTEGER NOT NULL`).join(', ')},
  PRIMARY KEY (grain, dimension, period, member)
) STRICT, WITHOUT ROWID;
`
