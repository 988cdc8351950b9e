import type { SeatId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import { openForWriting } from '../driver.ts'
import type { WriteDb } from '../driver.ts'
import { lockInstance } from '../instance-lock.ts'
import type { LedgerApi } from '../ledger-api.ts'
import { releaseBallast, readSpace, BALLAST_BYTES } from '../ledger-guard/ballast.ts'
import { assertNeverHadOne, checkLedger, hasLedger } from '../ledger-guard/check-ledger.ts'
import type { Checked, KeyedSeal } from '../ledger-guard/check-ledger.ts'
import { recordForgiven } from '../ledger-guard/forgiven.ts'
import { guardPaths } from '../ledger-guard/guard-paths.ts'
import type { GuardPaths } from '../ledger-guard/guard-paths.ts'
import { readGuardRow, writeGuardRow } from '../ledger-guard/guard-row.ts'
import { guardedDb } from '../ledger-guard/guarded-db.ts'
import { finishSwap } from '../ledger-guard/swap-in.ts'
import { Witness, keyName } from '../ledger-guard/witness.ts'
import { ledgerMigrations } from '../migrations/index.ts'
import { migrate } from '../migrations/migrate.ts'
import { versionOf } from '../migrations/version-of.ts'
import { storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { createLedger } from './ledger.ts'
import { createSeal, keyBeside } from './seal.ts'

export interface LedgerOptions {
  /** Folder of ledger.db, mode 0700. */
  readonly dataDir: string
  readonly seat: SeatId
  /** Numbering to go on from when the ledger is new but the platform knows the seat. */
  readonly lastS: number
  /** Key of the record marks; without it the one in `ledger.db.key`, mode 600, is used or made. */
  readonly macKey?: Uint8Array
}

/**
 * Takes the folder for this process and opens its ledger. Refuses with 'already-running', 'schema-newer', 'disk-full',
 * 'storage-failed', or, when the ledger cannot be trusted, with one of `recoveryCodes`: then nothing of it has been touched.
 */
export function openLedger({ dataDir, seat, lastS, macKey }: LedgerOptions): Result<SyncApi<LedgerApi>> {
  const locked = lockInstance(dataDir)
  if (!locked.ok) return locked
  const opened = storing(() => {
    const paths = guardPaths(dataDir)
    finishSwap(paths)
    makeRoom(paths)
    const isNew = !hasLedger(paths)
    if (isNew) assertNeverHadOne(paths)
    const key = macKey ?? keyBeside(paths.ledger)
    const keyed = { seal: createSeal(key), keyName: keyName(key) }
    const checked: Checked = isNew ? { mark: null, turn: 0, warning: null } : checkLedger(paths, keyed)
    const db = openGuarded(paths, keyed, checked)
    const parts = { db, seat, seal: keyed.seal, lastS }
    recordForgiven(paths, parts)
    return createLedger(parts, locked.value)
  })
  if (!opened.ok) locked.value()
  return opened
}

/** A full disk does not even let a file in WAL mode be opened: the ballast goes first. */
function makeRoom({ ballast }: GuardPaths): void {
  if (readSpace(ballast).freeBytes < BALLAST_BYTES) releaseBallast(ballast)
}

function openGuarded(paths: GuardPaths, { seal, keyName: name }: KeyedSeal, { mark, turn }: Checked): WriteDb {
  const open = (): WriteDb => openForWriting(paths.ledger, { secureDelete: true })
  const db = open()
  try {
    // From here on the file is no longer the one that was closed, and must not be taken for it after a crash.
    const witness = new Witness(paths.witness, seal, name, turn)
    if (mark !== null) {
      witness.write({ ...mark, closedAs: null })
      witness.sync()
    }
    const before = versionOf(db)
    migrate(db, ledgerMigrations, undefined, seal)
    const known = readGuardRow(db, seal)
    let guard = known === null || known === 'forged' ? { generation: 1, changes: 0 } : known
    if (known === null || before !== versionOf(db)) {
      // A step is a change too: the backups of before are of another shape.
      guard = { ...guard, changes: guard.changes + 1 }
      db.transaction(() => writeGuardRow(db, seal, guard))
    }
    return guardedDb(db, { file: paths.ledger, seal, witness, guard, reopen: open })
  } catch (error) {
    db.close()
    throw error
  }
}
