// The last step of a recovery: the file in doubt goes into quarantine, the new ledger into its place. `ready` is written when the
// new one is whole; from then on every start carries the step to its end, before it nothing has happened.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { GuardPaths } from './guard-paths.ts'
import { replaceFile, syncFolder } from './safe-files.ts'

const NEW_LEDGER = 'ledger.db'
const NEW_WITNESS = 'ledger.witness'
const NEW_KEY = 'ledger.db.key'
const READY = 'ready'

export const newLedger = (paths: GuardPaths): string => join(paths.recovery, NEW_LEDGER)
export const newWitness = (paths: GuardPaths): string => join(paths.recovery, NEW_WITNESS)
export const newKey = (paths: GuardPaths): string => join(paths.recovery, NEW_KEY)
export const isReady = (paths: GuardPaths): boolean => existsSync(join(paths.recovery, READY))

/** An empty place for a new ledger; what an interrupted recovery has left goes. */
export function clearRecovery(paths: GuardPaths): void {
  rmSync(paths.recovery, { recursive: true, force: true })
  mkdirSync(paths.recovery, { recursive: true, mode: 0o700 })
  syncFolder(paths.dataDir)
}

/** The new ledger is whole and on disk: from here on it is the seat's. `folder`: name of its quarantine. */
export function declareReady(paths: GuardPaths, folder: string): void {
  syncFolder(paths.recovery)
  replaceFile(join(paths.recovery, READY), Buffer.from(folder))
}

/**
 * Carries a declared swap to its end; without one it does nothing. Safe to be cut off anywhere and begun again.
 *
 * @param beforeMove called before each file moves, for tests that cut it off
 */
export function finishSwap(paths: GuardPaths, beforeMove: () => void = () => undefined): void {
  if (!isReady(paths)) return
  const aside = join(paths.quarantine, readFileSync(join(paths.recovery, READY), 'utf8'))
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  syncFolder(paths.dataDir)
  const putAside = (from: string, to: string): void => {
    if (!existsSync(from)) return
    beforeMove()
    renameSync(from, to)
  }
  const putInPlace = (from: string, to: string): void => {
    // What was put aside is safe there before anything takes its place.
    syncFolder(aside)
    beforeMove()
    renameSync(from, to)
  }
  // Whatever stands in the place of one that has not moved yet is the old one.
  if (existsSync(newLedger(paths))) {
    for (const end of ['', '-wal', '-shm', '-journal']) putAside(`${paths.ledger}${end}`, join(aside, `ledger.db${end}`))
    putInPlace(newLedger(paths), paths.ledger)
  }
  if (existsSync(newKey(paths))) {
    putAside(paths.key, join(aside, NEW_KEY))
    putInPlace(newKey(paths), paths.key)
  }
  if (existsSync(newWitness(paths))) {
    putAside(paths.witness, join(aside, NEW_WITNESS))
    putInPlace(newWitness(paths), paths.witness)
  }
  putAside(paths.suspect, join(aside, 'ledger.suspect'))
  syncFolder(paths.dataDir)
  rmSync(paths.recovery, { recursive: true, force: true })
  syncFolder(paths.dataDir)
}
