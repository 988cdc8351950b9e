import { describe, expect, it } from 'vitest'
import { openCacheWriter, cacheFile } from '#main/db-worker/cache/open-cache.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import type { ReadDb } from '#main/db-worker/driver.ts'
import { FIND_SQL, SINCE_SQL, TRAY_SQL, UNSENT_SQL } from '#main/db-worker/ledger/command-rows.ts'
import * as behind from '#main/db-worker/evaluation/behind.ts'
import { CHANGED_SQL } from '#main/db-worker/evaluation/fact-store.ts'
import { FIGURES_SQL, OVERDUE_SQL } from '#main/db-worker/evaluation/kept-counts.ts'
import * as present from '#main/db-worker/evaluation/present.ts'
import { STORIES_SQL, STORY_SQL } from '#main/db-worker/evaluation/post-work.ts'
import { SIGHTINGS_SQL, STAGES_SQL } from '#main/db-worker/evaluation/reported-in.ts'
import { workListCountSql, workListSql, workListTotalSql } from '#main/db-worker/queries/cases.ts'
import * as intake from '#main/db-worker/queries/intake.ts'
import * as places from '#main/db-worker/queries/places.ts'
import { INDEX_SQL, NUMBER_SQL, SCAN_SQL } from '#main/db-worker/queries/search-cases.ts'
import * as named from '#main/db-worker/queries/search-places.ts'
import * as wall from '#main/db-worker/queries/wall.ts'
import * as points from '#main/db-worker/tiles/point-tiles.ts'
import { listIndex, sideLists, stepLists } from '#shared/cache-schema/index.ts'
import type { StoredList } from '#shared/cache-schema/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'

const lists: readonly StoredList[] = [...stepLists, ...(Object.keys(sideLists) as (keyof typeof sideLists)[])]

function cacheDb(): ReadDb {
  const dataDir = aDataFolder()
  unwrap(openCacheWriter(dataDir)).close()
  return openForReading(cacheFile(dataDir))
}

function ledgerDb(): ReadDb {
  const dataDir = aDataFolder()
  aLedger({ dataDir }).close()
  return openForReading(`${dataDir}/ledger.db`)
}

/** How SQLite would go about it, one step a line. */
function explain(db: ReadDb, sql: string): string {
  // Parameters need no values to be planned.
  const bare = sql.replaceAll(/[@?][a-zA-Z]*/g, '1')
  return db
    .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${bare}`)
    .all()
    .map(({ detail }) => detail)
    .join('\n')
}

describe('work lists', () => {
  it.each(lists)('reads %s out of its own index, already in order', (list) => {
    const db = cacheDb()

    expect(explain(db, workListSql(list))).toContain(`USING INDEX ${listIndex(list)}`)
    expect(explain(db, workListSql(list))).not.toContain('TEMP B-TREE')
    expect(explain(db, workListCountSql(list))).toContain(`USING COVERING INDEX ${listIndex(list)}`)
    expect(explain(db, workListTotalSql(list))).toContain(`INDEX ${listIndex(list)}`)
    db.close()
  })
})

/** Pins by what is live, each with the marks of other seats' acts, found by their case. */
const withMarks =
  /^SCAN c USING INDEX case_live\n(CORRELATED.*\n)?SEARCH n USING COVERING INDEX neighbour_pending_case.*\n(CORRELATED.*\n)?SEARCH m USING COVERING INDEX pending_claim_case \(case_id=\?\)$/

describe('other questions to the cache', () => {
  it.each([
    ['a number', NUMBER_SQL, /SEARCH c USING INDEX case_no/],
    ['words', INDEX_SQL, /SCAN f VIRTUAL TABLE INDEX.*\nSEARCH c USING INTEGER PRIMARY KEY/],
    ['names of places', named.NAMED_INDEX_SQL, /SCAN f VIRTUAL TABLE INDEX.*\nSEARCH n USING INTEGER PRIMARY KEY/],
    ['a component code', named.COMPONENT_SQL, /SEARCH component USING INDEX component_code/],
    ['a grid code', named.GRID_SQL, /SEARCH grid USING INDEX grid_code/],
    ['cases nearby', intake.NEARBY_SQL, /SCAN r VIRTUAL TABLE INDEX.*\nSEARCH c USING INTEGER PRIMARY KEY/],
    ['a caller', intake.PHONE_SQL, /SEARCH c USING INDEX case_phone/],
    ['a caller’s count', intake.PHONE_COUNT_SQL, /USING COVERING INDEX case_phone/],
    ['a caller’s last word', intake.PHONE_SATISFIED_SQL, /USING INDEX case_phone/],
    ['departments on a class', intake.HISTORY_SQL, /SEARCH case USING COVERING INDEX case_handled/],
    ['the grid of a point', places.GRID_AT_SQL, /SCAN r VIRTUAL TABLE INDEX.*\nSEARCH g USING INTEGER PRIMARY KEY/],
    ['components nearby', places.COMPONENTS_NEAR_SQL, /SCAN r VIRTUAL TABLE INDEX.*\nSEARCH c USING INTEGER PRIMARY KEY/],
    ['roads nearby', places.ROADS_NEAR_SQL, /SCAN r VIRTUAL TABLE INDEX.*\nSEARCH f USING INTEGER PRIMARY KEY/],
    ['pins', wall.PINS_SQL, /SCAN r VIRTUAL TABLE INDEX.*\nSEARCH c USING INTEGER PRIMARY KEY/],
    ['more pins than asked for', wall.MANY_PINS_SQL, withMarks],
    ['how many pins', wall.PINS_TOTAL_SQL, /SCAN r VIRTUAL TABLE INDEX/],
    ['the pressing', wall.PRESSING_SQL, withMarks],
    ['reported today', wall.REPORTED_SQL, /SEARCH case USING INTEGER PRIMARY KEY/],
    ['filed today', wall.FILED_SQL, /USING COVERING INDEX case_filed/],
    ['closed today', wall.CLOSED_SQL, /USING COVERING INDEX case_closed/],
    ['kept sums', FIGURES_SQL, /SEARCH f USING PRIMARY KEY \(grain=\? AND dimension=\? AND period>/],
    ['overdue by department', OVERDUE_SQL.department, /USING COVERING INDEX case_fact_due/],
    ['overdue by street', OVERDUE_SQL.street, /USING COVERING INDEX case_fact_due/],
    ['facts that changed', CHANGED_SQL, /SEARCH case_fact USING INDEX case_fact_n/],
    ['how late a case is', behind.LATE_SQL, /SEARCH case_fact USING INTEGER PRIMARY KEY/],
    ['a case behind a figure', behind.BEHIND_SQL, /SEARCH c USING INTEGER PRIMARY KEY/],
    ['stages', STAGES_SQL, /SEARCH case_fact USING INTEGER PRIMARY KEY/],
    ['places of repetition', SIGHTINGS_SQL, /SEARCH f USING INTEGER PRIMARY KEY.*\nSEARCH c USING INTEGER PRIMARY KEY/],
    ['cases a post worked on', STORIES_SQL, /SEARCH c USING INTEGER PRIMARY KEY/],
    ['the story of a case', STORY_SQL, /USING INDEX flow_case/],
    ['hours', present.REPORTED_SINCE_SQL, /SEARCH case_fact USING INTEGER PRIMARY KEY/],
    ['closed on a day', present.CLOSED_ON_SQL, /USING COVERING INDEX case_closed/],
    ['open by grid', present.GRIDS_SQL.open, /SCAN c USING COVERING INDEX case_live\nSEARCH f USING INTEGER PRIMARY KEY/],
    ['the last filed day', present.LAST_FILED_SQL, /SEARCH figure USING PRIMARY KEY/],
    ['open figures', wall.LIVE_SQL, /USING COVERING INDEX case_live/],
    ['what a component on the map is', points.COMPONENT_POINT_SQL, /^SEARCH component USING INTEGER PRIMARY KEY/],
  ])('are answered by an index: %s', (_, sql, plan) => {
    const db = cacheDb()

    expect(explain(db, sql)).toMatch(plan)
    expect(explain(db, sql)).not.toMatch(/SCAN (case|c|component|grid)$/m)
    db.close()
  })

  it('reads the newest cases in the order of the table, without sorting', () => {
    const db = cacheDb()

    expect(explain(db, SCAN_SQL)).toMatch(/^SCAN c$/)
    db.close()
  })
})

describe('questions to the ledger', () => {
  it.each([
    ['what is to be sent', UNSENT_SQL, 'USING INDEX standing_unsent'],
    ['the tray', TRAY_SQL, 'USING INDEX standing_tray'],
    ['what the cache has not got', SINCE_SQL, 'USING INTEGER PRIMARY KEY (rowid>?)'],
    ['one command', FIND_SQL, 'USING INDEX sqlite_autoindex_command_1 (id=?)'],
  ])('are answered by an index: %s', (_, sql, plan) => {
    const db = ledgerDb()

    expect(explain(db, sql)).toContain(plan)
    expect(explain(db, sql)).not.toContain('TEMP B-TREE')
    db.close()
  })
})
