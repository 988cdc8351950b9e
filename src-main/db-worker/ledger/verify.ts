import { SeatCommand } from '#shared/platform-api/commands.ts'
import type { ReadDb } from '../driver.ts'
import { isDamaged } from '../storage-errors.ts'
import { commandMac } from './command-mac.ts'
import { groundMac } from './grounds.ts'
import type { GroundRow } from './grounds.ts'
import type { LedgerParts } from './parts.ts'
import { NO_HASH, hashOf } from './seal.ts'
import type { Seal } from './seal.ts'
import { standingMac } from './standing.ts'
import type { StandingRow } from './standing.ts'

interface CommandLine extends StandingRow {
  readonly id: string
  readonly case_id: string
  readonly body: string
  readonly person_name: string
  readonly no: string | null
  readonly prev: string
  readonly hash: string
  readonly command_mac: string
  /** Null: none is kept. */
  readonly ground_mac: string | null
  readonly action: string | null
  readonly at: number | null
  readonly class_name: string | null
  readonly row: Uint8Array | null
}

interface AuditLine {
  readonly n: number
  readonly body: string
  readonly prev: string
  readonly hash: string
  readonly mac: string
}

interface Link {
  readonly prev: string
  readonly hash: string
}

/** The first entry of either chain that is not as it was written, or null; entry 0 when the file itself is damaged. */
export function verifyLedger({ db, seal }: Pick<LedgerParts, 'db' | 'seal'>): { chain: 'commands' | 'audit'; n: number } | null {
  if (!isFileSound(db)) return { chain: 'commands', n: 0 }
  const command = firstBroken(
    commandLines(db),
    ({ s }) => s,
    (line) => isCommandIntact(db, seal, line),
  )
  if (command !== null) return { chain: 'commands', n: command }
  const audit = firstBroken(
    auditLines(db),
    ({ n }) => n,
    (line) => hashOf(line.body) === line.hash && seal(['audit', line.n, line.hash]) === line.mac,
  )
  return audit === null ? null : { chain: 'audit', n: audit }
}

/** Pages and indexes: a damaged index would hide entries that the walk along the chain still finds. */
function isFileSound(db: ReadDb): boolean {
  try {
    return db.pluck<[], string>('PRAGMA integrity_check(1)').get() === 'ok'
  } catch (error) {
    if (!isDamaged(error)) throw error
    return false
  }
}

function commandLines(db: ReadDb): Iterable<CommandLine> {
  return db
    .prepare<[], CommandLine>(
      `
    SELECT c.s, c.id, c.case_id, c.body, c.person_name, c.no, c.prev, c.hash, c.mac AS command_mac, t.word, t.told, t.ver, t.outcome, t.mac,
      g.mac AS ground_mac, g.action, g.at, g.class_name, g.row
    FROM command c LEFT JOIN standing t ON t.s = c.s LEFT JOIN ground g ON g.s = c.s ORDER BY c.s
  `,
    )
    .iterate()
}

function auditLines(db: ReadDb): Iterable<AuditLine> {
  return db.prepare<[], AuditLine>('SELECT n, body, prev, hash, mac FROM audit ORDER BY n').iterate()
}

/** Numbers without a gap, each line on the one before it; a page that cannot be read breaks the chain where it stands. */
function firstBroken<Line extends Link>(
  lines: Iterable<Line>,
  numberOf: (line: Line) => number,
  isIntact: (line: Line) => boolean,
): number | null {
  let last: { n: number; hash: string } | undefined
  try {
    for (const line of lines) {
      const n = numberOf(line)
      if (line.prev !== (last?.hash ?? NO_HASH) || (last !== undefined && n !== last.n + 1) || !isIntact(line)) return n
      last = { n, hash: line.hash }
    }
    return null
  } catch (error) {
    if (!isDamaged(error) && !(error instanceof SyntaxError)) throw error
    return (last?.n ?? 0) + 1
  }
}

function isCommandIntact(db: ReadDb, seal: Seal, line: CommandLine): boolean {
  const parsed = SeatCommand.safeParse(JSON.parse(line.body))
  if (!parsed.success) return false
  const { hash, ...unsigned } = parsed.data
  const sameAsBody =
    parsed.data.s === line.s &&
    parsed.data.id === line.id &&
    parsed.data.caseId === line.case_id &&
    parsed.data.prev === line.prev
  return (
    sameAsBody &&
    hash === line.hash &&
    hashOf(unsigned) === hash &&
    commandMac(seal, line) === line.command_mac &&
    standingMac(seal, line) === line.mac &&
    isGroundIntact(seal, line) &&
    parsed.data.lanes.every(
      ({ lane, n }) =>
        db.pluck<[string, number], number>('SELECT s FROM command_lane WHERE lane = ? AND n = ?').get(lane, n) === line.s,
    )
  )
}

function isGroundIntact(seal: Seal, { s, ground_mac, action, at, class_name, row }: CommandLine): boolean {
  if (ground_mac === null) return true
  const ground: GroundRow = { s, action: action ?? '', at: at ?? 0, class_name: class_name ?? '', row }
  return groundMac(seal, ground) === ground_mac
}
