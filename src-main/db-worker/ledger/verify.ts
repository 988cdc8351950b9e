import { SeatCommand } from '#shared/platform-api/commands.ts'
import type { ReadDb } from '../driver.ts'
import { isDamaged } from '../storage-errors.ts'
import { readGaps } from './chain-gaps.ts'
import type { Chain, ChainGap } from './chain-gaps.ts'
import { commandMac } from './command-mac.ts'
import { groundMac } from './grounds.ts'
import type { GroundRow } from './grounds.ts'
import type { LedgerParts } from './parts.ts'
import { readCut } from './audit-cut.ts'
import { firstForgedRecord } from './records.ts'
import { NO_HASH, hashOf } from './seal.ts'
import type { Seal } from './seal.ts'
import { standingMac } from './standing.ts'
import type { StandingRow } from './standing.ts'
import { firstMiscounted } from './tally.ts'

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

type Keyed = Pick<LedgerParts, 'seal'> & { readonly db: ReadDb }

export interface BrokenAt {
  /** `records`: those in no chain, told by their place; a number one past the last: some are missing, or too many. */
  readonly chain: Chain | 'records'
  readonly n: number
}

/** A start cannot wait for more; the rest is walked in idle time. */
const TAIL = 500

/** The first entry of either chain that is not as it was written, or null; entry 0 when the file itself is damaged. */
export function verifyLedger(parts: Keyed): BrokenAt | null {
  if (!isFileSound(parts.db)) return { chain: 'commands', n: 0 }
  const broken = brokenAfter(parts, { commands: 0, audit: 0 })
  if (broken !== null) return broken
  const record = firstForgedRecord(parts)
  return record === null ? null : { chain: 'records', n: record }
}

/** The same for the newest entries of both chains only, without looking at the pages. */
export function verifyTail(parts: Keyed): BrokenAt | null {
  const newest = (sql: string): number => parts.db.pluck<[], number | null>(sql).get() ?? 0
  const commands = Math.max(0, newest('SELECT max(s) FROM command') - TAIL)
  const broken = brokenAfter(parts, { commands, audit: Math.max(0, newest('SELECT max(n) FROM audit') - TAIL) })
  return broken ?? (firstMiscounted(parts) === null ? null : { chain: 'records', n: 1 })
}

function brokenAfter({ db, seal }: Keyed, from: Readonly<Record<Chain, number>>): BrokenAt | null {
  const command = firstBroken(
    { lines: commandLines(db, from.commands), gaps: readGaps(db, seal, 'commands'), from: from.commands },
    ({ s }) => s,
    (line) => isCommandIntact(db, seal, line),
  )
  if (command !== null) return { chain: 'commands', n: command }
  const cut = readCut(db, seal)
  if (cut === 'forged') return { chain: 'audit', n: 0 }
  const audit = firstBroken(
    {
      lines: auditLines(db, from.audit),
      gaps: readGaps(db, seal, 'audit'),
      from: from.audit,
      before: cut !== null && cut.n >= from.audit ? cut : undefined,
    },
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

function commandLines(db: ReadDb, after: number): Iterable<CommandLine> {
  return db
    .prepare<[number], CommandLine>(
      `
    SELECT c.s, c.id, c.case_id, c.body, c.person_name, c.no, c.prev, c.hash, c.mac AS command_mac, t.word, t.told, t.ver, t.outcome, t.mac,
      g.mac AS ground_mac, g.action, g.at, g.class_name, g.row
    FROM command c LEFT JOIN standing t ON t.s = c.s LEFT JOIN ground g ON g.s = c.s WHERE c.s > ? ORDER BY c.s
  `,
    )
    .iterate(after)
}

function auditLines(db: ReadDb, after: number): Iterable<AuditLine> {
  return db.prepare<[number], AuditLine>('SELECT n, body, prev, hash, mac FROM audit WHERE n > ? ORDER BY n').iterate(after)
}

interface Walk<Line> {
  readonly lines: Iterable<Line>
  readonly gaps: readonly ChainGap[]
  /** Lines up to this number are left out. */
  readonly from: number
  /** What the first line must follow, when the chain has lost its front to an export. */
  readonly before?: { readonly n: number; readonly hash: string } | undefined
}

/**
 * Numbers without a gap but those a recovery has signed for, each line on the one before it; a page that cannot be read breaks
 * the chain where it stands.
 */
function firstBroken<Line extends Link>(
  { lines, gaps, from, before }: Walk<Line>,
  numberOf: (line: Line) => number,
  isIntact: (line: Line) => boolean,
): number | null {
  let last = before
  const follows = (line: Line, n: number): boolean => {
    if (gaps.some((gap) => gap.toN === n - 1 && gap.lastN === (last?.n ?? gap.lastN))) return true
    if (last === undefined) return from > 0 || line.prev === NO_HASH
    return line.prev === last.hash && n === last.n + 1
  }
  try {
    for (const line of lines) {
      const n = numberOf(line)
      if (!follows(line, n) || !isIntact(line)) return n
      last = { n, hash: line.hash }
    }
    return null
  } catch (error) {
    if (!isDamaged(error)) throw error
    return (last?.n ?? from) + 1
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
