// Cases as a seat holds them: effective rows, the platform's rows beneath where own commands are pending, and those commands.
import { pendingColumns } from './pending-columns.ts'

/** Sorts what has no due time behind everything that has. */
export const NO_DUE_TIME = 253_402_300_800_000

/**
 * `doc` is the whole CaseRow; the columns are what lists, search, map and counts read without opening it. `doc_sum`: its CRC-32,
 * by which page checks find what the disk has changed.
 * - rid: {@link RID_SLOTS} per second of `reported_at`, so the row ids run in order of reporting and "newest first" costs nothing
 * - feed_ver: version of the platform's row beneath, 0 when there is none yet
 * - list: the step that waits; on_…: lists a case stands in besides
 * - sort_at: due time, else the end of 挂账, else NO_DUE_TIME; attention_at: last quarter of the running limit, null when none runs
 * - pending: own commands in the row that the platform has not confirmed
 */
const caseTable = `
CREATE TABLE "case" (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  feed_ver INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  no TEXT NOT NULL,
  state TEXT NOT NULL,
  live INTEGER NOT NULL,
  list TEXT,
  on_decide INTEGER NOT NULL,
  on_supervised INTEGER NOT NULL,
  on_call_back INTEGER NOT NULL,
  source TEXT NOT NULL,
  class_code TEXT NOT NULL,
  class_name TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  reported_by TEXT,
  due_at INTEGER,
  attention_at INTEGER,
  sort_at INTEGER NOT NULL,
  urgent INTEGER NOT NULL,
  department TEXT,
  lng REAL,
  lat REAL,
  phone_key TEXT,
  call_back TEXT NOT NULL,
  filed_at INTEGER,
  dispatched_at INTEGER,
  answered_at INTEGER,
  closed_at INTEGER,
  handled_late INTEGER,
  returns INTEGER NOT NULL,
  address TEXT NOT NULL,
  description TEXT NOT NULL,
  doc TEXT NOT NULL,
  doc_sum INTEGER NOT NULL
) STRICT;
`

/** Row ids per second of reporting; a fuller second spills over into the next ones. */
export const RID_SLOTS = 1024

/** Lists by step, each with an index of its own that holds only what waits there. */
export const stepLists = [
  'to-accept',
  'verify-out',
  'to-file',
  'to-dispatch',
  'handling',
  'to-check',
  'to-close',
  'on-account',
] as const
/** Lists a case stands in besides that of its step, and their column. */
export const sideLists = { 'to-decide': 'on_decide', 'supervised': 'on_supervised', 'call-back': 'on_call_back' } as const

export type StoredList = (typeof stepLists)[number] | keyof typeof sideLists

/** The condition of a list's index, word for word: only then does SQLite use it. */
export function listCondition(list: StoredList): string {
  return list in sideLists ? `${sideLists[list as keyof typeof sideLists]} = 1` : `list = '${list}'`
}

export function listIndex(list: StoredList): string {
  return `case_list_${list.replaceAll('-', '_')}`
}

const allLists: readonly StoredList[] = [...stepLists, 'to-decide', 'supervised', 'call-back']
const listIndexes = allLists
  .map((list) => `CREATE INDEX ${listIndex(list)} ON "case" (sort_at, attention_at) WHERE ${listCondition(list)};`)
  .join('\n')

const caseIndexes = `
${listIndexes}
CREATE INDEX case_live ON "case" (urgent DESC, sort_at, attention_at) WHERE live = 1;
CREATE INDEX case_no ON "case" (no);
CREATE INDEX case_phone ON "case" (phone_key, rid) WHERE phone_key IS NOT NULL;
CREATE INDEX case_filed ON "case" (filed_at) WHERE filed_at IS NOT NULL;
CREATE INDEX case_closed ON "case" (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX case_handled ON "case" (class_code, dispatched_at, department, answered_at, handled_late, returns, state)
  WHERE dispatched_at IS NOT NULL;
CREATE VIRTUAL TABLE case_at USING rtree_i32 (rid, west, east, south, north);
CREATE VIRTUAL TABLE case_live_at USING rtree_i32 (rid, west, east, south, north);
`

/** Text index (ADR 005): pairs of characters made outside SQLite, and how many cases hold each pair. */
const caseText = `
CREATE VIRTUAL TABLE case_fts USING fts5 (grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE TABLE case_gram (gram TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/**
 * The overlay (ADR 002). case_base: the platform's row of every case with pending commands. case_pending: own commands the feed
 * has not brought back; settle_* once accepted, `flow` what the fold made of it, `fault` why it cannot be folded at present.
 * refused_command: rejected ids, so that what builds on one never enters. overlay_gap: numbers skipped on the way to applied_s.
 */
const overlay = `
CREATE TABLE case_base (id TEXT PRIMARY KEY, feed_ver INTEGER NOT NULL, doc TEXT NOT NULL, doc_sum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE case_pending (
  s INTEGER PRIMARY KEY,
  cmd_id TEXT NOT NULL UNIQUE,
${pendingColumns}
) STRICT;
CREATE INDEX case_pending_case ON case_pending (case_id, s);
CREATE INDEX case_pending_after ON case_pending (after_id) WHERE after_id IS NOT NULL;
CREATE INDEX case_pending_settle ON case_pending (settle_epoch, settle_seq) WHERE settle_seq IS NOT NULL;
CREATE TABLE refused_command (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE overlay_gap (s INTEGER PRIMARY KEY) STRICT;
`

/** Flow records out of an offline gap or under a doubtful clock; the condition of their index, word for word. */
export const FLOW_GAP = "(flow.doc ->> '$.offline' OR flow.doc ->> '$.timeDoubt')"

const flow = `
CREATE TABLE flow (
  id TEXT PRIMARY KEY, ver INTEGER NOT NULL, case_id TEXT NOT NULL, n INTEGER NOT NULL, doc TEXT NOT NULL, doc_sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX flow_case ON flow (case_id, n);
CREATE INDEX flow_gap ON flow (case_id) WHERE ${FLOW_GAP.replaceAll('flow.', '')};
`

export const caseTables = [caseTable, caseIndexes, caseText, overlay, flow].join('')
