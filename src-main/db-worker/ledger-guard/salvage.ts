// What of a damaged ledger carries its mark: found page by page, taken only when key and content agree.
import { SeatCommand } from '#shared/platform-api/commands.ts'
import { commandMac } from '../ledger/command-mac.ts'
import { hashOf } from '../ledger/seal.ts'
import type { Seal } from '../ledger/seal.ts'
import { readRows } from './page-reader.ts'
import type { FoundRow, Value } from './page-reader.ts'
import { openPieces } from './safe-files.ts'
import { draftOf, isNewerDraft, looksLikeDraft } from './salvage-drafts.ts'
import type { DraftRow } from './salvage-drafts.ts'

/** A command as its row stood; `body` is the canonical JSON its hash was made of. */
export interface SalvagedCommand {
  readonly s: number
  readonly command: SeatCommand
  readonly raisesVersion: number
  readonly afterId: string | null
  readonly body: string
  readonly personName: string
  readonly no: string | null
  readonly prev: string
  readonly hash: string
  readonly mac: string
}

export interface SalvagedAudit {
  readonly n: number
  readonly body: string
  readonly prev: string
  readonly hash: string
  readonly mac: string
}

export interface Salvage {
  readonly commands: ReadonlyMap<number, SalvagedCommand>
  readonly audit: ReadonlyMap<number, SalvagedAudit>
  /** Commands a person has dealt with. */
  readonly settled: ReadonlySet<number>
  /** By id, each in the newest form that was found. */
  readonly drafts: ReadonlyMap<string, DraftRow>
  /** Rows that look like one of these and are not as they were written: suspect, never taken. */
  readonly suspects: number
}

export function salvage(file: string, seal: Seal): Salvage {
  const commands = new Map<number, SalvagedCommand>()
  const audit = new Map<number, SalvagedAudit>()
  const settled = new Set<number>()
  const drafts = new Map<string, DraftRow>()
  const suspects = new Set<string>()
  for (const row of rowsOf(file)) {
    const kind = kindOf(row)
    if (kind === null) continue
    if (kind === 'command') {
      const command = commandOf(row, seal)
      if (command === null) suspects.add(`command ${String(row.rowid)}`)
      else commands.set(command.s, command)
    } else if (kind === 'audit') {
      const entry = auditOf(row, seal)
      if (entry === null) suspects.add(`audit ${String(row.rowid)}`)
      else audit.set(entry.n, entry)
    } else if (kind === 'draft') {
      const [id, draft] = [String(row.values[0]), draftOf(row, seal)]
      if (draft === null) suspects.add(`draft ${id}`)
      else if (isNewerDraft(draft, drafts.get(id))) drafts.set(id, draft)
    } else if (isSettled(row, seal)) settled.add(row.rowid)
  }
  const taken = new Set([
    ...[...commands.keys()].map((s) => `command ${String(s)}`),
    ...[...audit.keys()].map((n) => `audit ${String(n)}`),
    ...[...drafts.keys()].map((id) => `draft ${id}`),
  ])
  const lost = [...suspects].filter((name) => !taken.has(name))
  return { commands, audit, settled, drafts, suspects: lost.length }
}

function* rowsOf(file: string): Generator<FoundRow> {
  const [bytes, wal] = [openPieces(file), openPieces(`${file}-wal`)]
  try {
    yield* readRows(bytes, wal)
  } finally {
    bytes?.close()
    wal?.close()
  }
}

const isHex = (value: Value | undefined): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

/** The tables are told apart by what only their rows look like. */
function kindOf(row: FoundRow): 'command' | 'audit' | 'standing' | 'draft' | null {
  const { values } = row
  if (looksLikeDraft(row)) return 'draft'
  if (values.length === 11 && typeof values[5] === 'string' && values[5].startsWith('{')) return 'command'
  if (values.length === 5 && typeof values[1] === 'string' && values[1].startsWith('{') && isHex(values[4])) return 'audit'
  return values.length === 6 && isHex(values[5]) && typeof values[1] === 'string' ? 'standing' : null
}

function commandOf({ rowid: s, values }: FoundRow, seal: Seal): SalvagedCommand | null {
  const [, , , raisesVersion, afterId, body, personName, no, prev, hash, mac] = values
  if (typeof body !== 'string' || typeof personName !== 'string' || !isHex(prev) || !isHex(hash) || !isHex(mac)) return null
  const parsed = parseCommand(body)
  if (parsed === null || parsed.s !== s || parsed.hash !== hash || parsed.prev !== prev) return null
  const { hash: claimed, ...unsigned } = parsed
  const numberOrNone = typeof no === 'string' ? no : null
  if (hashOf(unsigned) !== claimed || commandMac(seal, { s, hash, person_name: personName, no: numberOrNone }) !== mac)
    return null
  return {
    ...{ s, command: parsed, raisesVersion: raisesVersion === 1 ? 1 : 0, afterId: typeof afterId === 'string' ? afterId : null },
    ...{ body, personName, no: numberOrNone, prev, hash, mac },
  }
}

function parseCommand(body: string): SeatCommand | null {
  try {
    const parsed = SeatCommand.safeParse(JSON.parse(body))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function auditOf({ rowid: n, values }: FoundRow, seal: Seal): SalvagedAudit | null {
  const [, body, prev, hash, mac] = values
  if (typeof body !== 'string' || !isHex(prev) || !isHex(hash) || !isHex(mac)) return null
  return hashOf(body) === hash && seal(['audit', n, hash]) === mac ? { n, body, prev, hash, mac } : null
}

function isSettled({ rowid: s, values }: FoundRow, seal: Seal): boolean {
  const [, word, told, ver, outcome, mac] = values
  return word === 'settled' && seal(['standing', s, word, told, ver, outcome]) === mac
}
