// Which backups there are and which of them have had their time. Names tell all: g<generation>-c<change>-<UTC>.db
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Backup {
  readonly name: string
  readonly generation: number
  readonly changes: number
  /** By the wall clock of then, for people and for rotation; the order is that of generation and change. */
  readonly at: number
  readonly bytes: number
}

const NAME = /^g(\d{1,6})-c(\d{1,12})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The newest, then one an hour for a day, then one a day for a week. */
const KEEP_NEWEST = 12
const KEEP_HOURS = 24
const KEEP_DAYS = 7
/** All backups together, spent in the order of REASONS; the newest two stay whatever their size. */
const MOST_BYTES = 4 * 1024 ** 3
const KEEP_ALWAYS = 2

export function backupName({ generation, changes, at }: Pick<Backup, 'generation' | 'changes' | 'at'>): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `g${String(generation)}-c${String(changes).padStart(9, '0')}-${time}.db`
}

/** The newest first. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((name) => readName(name, folder))
    .filter((backup) => backup !== null)
    .sort((a, b) => b.generation - a.generation || b.changes - a.changes || b.at - a.at)
}

function readName(name: string, folder: string): Backup | null {
  const found = NAME.exec(name)
  if (found === null) return null
  const [generation = 0, changes = 0, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number)
  const at = Date.UTC(year, month - 1, day, hour, minute, second)
  return { name, generation, changes, at, bytes: statSync(join(folder, name)).size }
}

/** Why one is kept, the best reason first: twelve of the last hour are worth less than a way back to yesterday. */
const REASONS = ['always', 'day', 'hour', 'newest'] as const
type Reason = (typeof REASONS)[number]

interface Wanted {
  readonly backup: Backup
  readonly why: Reason
}

/** Measured from the newest one, so that a clock that jumps empties nothing. The newest first, as they are given. */
function wantedOf(backups: readonly Backup[]): Wanted[] {
  const newestAt = backups[0]?.at ?? 0
  const seen = new Set<string>()
  const isFirstOf = (slot: string): boolean => {
    if (seen.has(slot)) return false
    seen.add(slot)
    return true
  }
  return backups.flatMap((backup, i): Wanted[] => {
    const age = Math.abs(newestAt - backup.at)
    const ofHour = isFirstOf(`h${String(Math.floor(backup.at / HOUR_MS))}`) && age < KEEP_HOURS * HOUR_MS
    const ofDay = isFirstOf(`d${String(Math.floor(backup.at / DAY_MS))}`) && age < KEEP_DAYS * DAY_MS
    const holds = { always: i < KEEP_ALWAYS, day: ofDay, hour: ofHour, newest: i < KEEP_NEWEST }
    const why = REASONS.find((reason) => holds[reason])
    return why === undefined ? [] : [{ backup, why }]
  })
}

/** Those that may go. `backups`: the newest first. */
export function retired(backups: readonly Backup[], mostBytes = MOST_BYTES): Backup[] {
  const kept = new Set<Backup>()
  let bytes = 0
  const wanted = wantedOf(backups)
  for (const { backup, why } of REASONS.flatMap((reason) => wanted.filter((one) => one.why === reason))) {
    if (why !== 'always' && bytes + backup.bytes > mostBytes) continue
    bytes += backup.bytes
    kept.add(backup)
  }
  return backups.filter((backup) => !kept.has(backup))
}

/**
 * The least wanted ones that together leave `missingBytes` for a new one; none when that cannot be. The newest two stay, and the
 * one of each day: a disk that somebody else fills must not take the past with it.
 */
export function spared(backups: readonly Backup[], missingBytes: number): Backup[] {
  const wanted = wantedOf(backups)
  const those = (reason: Reason): Backup[] => wanted.flatMap(({ backup, why }) => (why === reason ? [backup] : [])).reverse()
  let left = missingBytes
  const going = [...retired(backups, Infinity), ...those('newest'), ...those('hour')].filter(({ bytes }) => {
    const isNeeded = left > 0
    if (isNeeded) left -= bytes
    return isNeeded
  })
  return left > 0 ? [] : going
}
