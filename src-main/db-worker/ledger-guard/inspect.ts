import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openForReading } from '../driver.ts'
import { verifyLedger } from '../ledger/verify.ts'
import { storageRefusal } from '../storage-errors.ts'
import { listBackups } from './backups.ts'
import { assertNeverHadOne, checkLedger, hasLedger } from './check-ledger.ts'
import type { KeyedSeal } from './check-ledger.ts'
import { findKey } from './find-key.ts'
import type { FoundKey } from './find-key.ts'
import type { BaseView, Inspection } from './guard-api.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readIfThere } from './safe-files.ts'
import { salvage } from './salvage.ts'
import type { Salvage } from './salvage.ts'
import { readSuspicion } from './suspicion.ts'
import { readDeclared } from './swap-in.ts'
import { readWitness } from './witness.ts'

const NOTHING: Salvage = { commands: new Map(), audit: new Map(), settled: new Set(), drafts: new Map(), suspects: 0 }

/** Looks at everything there is, and writes nothing. */
export function inspect(paths: GuardPaths): Inspection {
  const keyed = findKey(paths)
  const stat = statSync(paths.ledger, { throwIfNoEntry: false })
  const found = keyed === null ? NOTHING : salvage(paths.ledger, keyed.seal)
  const testimony = keyed === null ? null : readWitness(paths.witness, keyed.seal, keyed.keyName)
  const current = viewOf(paths.ledger, keyed, found)
  return {
    file: basename(paths.ledger),
    bytes: stat?.size ?? null,
    changedAt: stat === undefined ? null : Math.round(stat.mtimeMs),
    trouble: troubleOf(paths, keyed),
    suspicion: keyed === null ? null : (readSuspicion(paths.suspect, keyed.seal)?.code ?? null),
    isSound: current.holds !== null,
    current,
    isDeclared: readDeclared(paths) !== null,
    readable: countIn(paths.ledger),
    salvageable: {
      commands: found.commands.size,
      lastS: Math.max(0, ...found.commands.keys()),
      audit: found.audit.size,
      suspects: found.suspects,
    },
    mark: testimony?.word === 'mark' ? testimony.mark : null,
    backups: listBackups(paths.backups).map((backup) => {
      return { ...backup, ...viewOf(join(paths.backups, backup.name), keyed, found) }
    }),
  }
}

function troubleOf(paths: GuardPaths, keyed: FoundKey | null): Inspection['trouble'] {
  try {
    const present = readIfThere(paths.key)
    if (!hasLedger(paths)) assertNeverHadOne(paths)
    else if (present === null) return { code: 'ledger-key-missing', detail: '' }
    else if (keyed === null || !present.equals(keyed.key)) return { code: 'ledger-key-wrong', detail: '' }
    else checkLedger(paths, keyed)
    return null
  } catch (error) {
    const refusal = storageRefusal(error)
    if (refusal === undefined) throw error
    return { code: refusal.code, detail: refusal.detail ?? '' }
  }
}

function viewOf(file: string, keyed: KeyedSeal | null, found: Salvage): BaseView {
  const holds = keyed === null ? null : holdsOf(file, keyed)
  const addable = holds === null ? 0 : [...found.commands.keys()].filter((s) => s > holds.lastS).length
  return { holds, addable }
}

/** What a file holds when every mark in it is right; null otherwise. */
function holdsOf(file: string, { seal }: KeyedSeal): BaseView['holds'] {
  return attempt(() => {
    const db = openForReading(file)
    try {
      if (verifyLedger({ db, seal }) !== null) return null
      return (
        db
          .prepare<[], { commands: number; lastS: number }>(
            'SELECT count(*) AS commands, coalesce(max(s), 0) AS lastS FROM command',
          )
          .get() ?? null
      )
    } finally {
      db.close()
    }
  })
}

function countIn(file: string): number | null {
  return attempt(() => {
    const db = openForReading(file)
    try {
      return db.pluck<[], number>('SELECT count(*) FROM command').get() ?? null
    } finally {
      db.close()
    }
  })
}

/** A file in doubt may be anything, also no database or one of an earlier version: then there is nothing to say of it. */
function attempt<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
