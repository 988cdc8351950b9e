// What the feed brings besides cases. `rid` is SQLite's row id, used by the spatial and the text index; boxes are whole
// numbers of 1e-7 degrees (about a centimetre), so an index answers exactly what was stored. `doc_sum`: CRC-32 of `doc`.

/**
 * Where reading the feed and folding own commands stand, revisions by kind, and rows that could not be understood. first_row:
 * what a seat without data was given to begin with, and the feed has not brought yet.
 */
const progress = `
CREATE TABLE progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch TEXT,
  seq INTEGER,
  applied_s INTEGER NOT NULL
) STRICT;
INSERT INTO progress (one, epoch, seq, applied_s) VALUES (1, NULL, NULL, 0);
CREATE TABLE revision (kind TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE flagged (
  kind TEXT NOT NULL, id TEXT NOT NULL, ver INTEGER NOT NULL, seq INTEGER NOT NULL, fault TEXT NOT NULL, doc TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE first_row (kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
`

/** Kinds that are read whole or by id: duty-grid, department, person, catalogue, calendar, settings, and kinds not known yet. */
const entityRow = `
CREATE TABLE entity_row (
  kind TEXT NOT NULL, id TEXT NOT NULL, ver INTEGER NOT NULL, name TEXT, doc TEXT NOT NULL, doc_sum INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
`

const grid = `
CREATE TABLE grid (
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, code TEXT NOT NULL, name TEXT, lng REAL, lat REAL, doc TEXT NOT NULL,
  doc_sum INTEGER NOT NULL
) STRICT;
CREATE INDEX grid_code ON grid (code);
CREATE VIRTUAL TABLE grid_at USING rtree_i32 (rid, west, east, south, north);
`

const component = `
CREATE TABLE component (
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, code TEXT NOT NULL, class_code TEXT NOT NULL,
  name TEXT NOT NULL, state TEXT NOT NULL, lng REAL NOT NULL, lat REAL NOT NULL, doc TEXT NOT NULL, doc_sum INTEGER NOT NULL
) STRICT;
CREATE INDEX component_code ON component (code);
CREATE VIRTUAL TABLE component_at USING rtree_i32 (rid, west, east, south, north);
`

/** Streets and points of interest, found by any two characters of a name (ADR 005). */
const namedPlace = `
CREATE TABLE named_place (
  rid INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('street', 'place')), id TEXT NOT NULL, ver INTEGER NOT NULL,
  name TEXT NOT NULL, terms TEXT NOT NULL, detail TEXT NOT NULL, lng REAL NOT NULL, lat REAL NOT NULL, doc TEXT NOT NULL,
  doc_sum INTEGER NOT NULL, UNIQUE (kind, id)
) STRICT;
CREATE VIRTUAL TABLE named_place_fts USING fts5 (grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
`

const mapFeature = `
CREATE TABLE map_feature (
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ver INTEGER NOT NULL, layer TEXT NOT NULL, name TEXT, doc TEXT NOT NULL, doc_sum INTEGER NOT NULL
) STRICT;
CREATE INDEX map_feature_layer ON map_feature (layer);
CREATE VIRTUAL TABLE map_feature_at USING rtree_i32 (rid, west, east, south, north);
`

export const entityTables = [progress, entityRow, grid, component, namedPlace, mapFeature].join('')
