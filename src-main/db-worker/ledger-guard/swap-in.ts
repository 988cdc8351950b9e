// The last step of a recovery: the file in doubt goes into quarantine, the new ledger into its place. `ready` is written when the
// new one is whole; from then on every start carries the step to its end, before it nothing has happened.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from '#shared/kernel/zod.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readIfThere, replaceFile, syncFolder } from './safe-files.ts'

const NEW_LEDGER = 'ledger.db'
const NEW_WITNESS = 'ledger.witness'
const NEW_KEY = 'ledger.db.key'
const READY = 'ready'
const FOLDER = /^[\w-]+$/

export const newLedger = (paths: GuardPaths): string => join(paths.recovery, NEW_LEDGER)
export const newWitness = (paths: GuardPaths): string => join(paths.recovery, NEW_WITNESS)
export const newKey = (paths: GuardPaths): string => join(paths.recovery, NEW_KEY)

const Rebuilt = z.object({
  commands: z.int(),
  /** Records the base did not have and the damaged file still had. */
  salvaged: z.int(),
  /** Numbers that are known to have been given and could not be brought back. */
  missing: z.int(),
  /** Folder under `quarantine`. */
  quarantine: z.string().regex(FOLDER),
})
export type Rebuilt = Readonly<z.infer<typeof Rebuilt>>

/** What the recovery has brought of which only the moves are left; null when none is declared. */
export function readDeclared(paths: GuardPaths): Rebuilt | null {
  const text = readIfThere(join(paths.recovery, READY))?.toString('utf8')
  if (text === undefined) return null
  try {
    return Rebuilt.parse(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
    // Of an earlier version, which wrote the folder's name alone, or harmed since: it is declared all the same.
    return { commands: 0, salvaged: 0, missing: 0, quarantine: FOLDER.test(text) ? text : 'unnamed' }
  }
}

/** An empty place for a new ledger; what a recovery has left that was cut off before it was declared goes. */
export function clearRecovery(paths: GuardPaths): void {
  rmSync(paths.recovery, { recursive: true, force: true })
  mkdirSync(paths.recovery, { recursive: true, mode: 0o700 })
  syncFolder(paths.dataDir)
}

/** The new ledger is whole and on disk: from here on it is the seat's. */
export function declareReady(paths: GuardPaths, rebuilt: Rebuilt): void {
  syncFolder(paths.recovery)
  replaceFile(join(paths.recovery, READY), Buffer.from(JSON.stringify(rebuilt)))
}

/**
 * Carries a declared swap to its end and answers what that recovery has brought; without one it does nothing (null). Safe to be
 * cut off anywhere and begun again.
 *
 * @param beforeMove called before each file moves, for tests that cut it off
 */
export function finishSwap(paths: GuardPaths, beforeMove: () => void = () => undefined): Rebuilt | null {
  const declared = readDeclared(paths)
  if (declared === null) return null
  const aside = join(paths.quarantine, declared.quarantine)
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
  // Of the ledger that was put aside: the new one has not been looked at for it.
  putAside(paths.forgiven, join(aside, 'ledger.forgiven'))
  syncFolder(paths.dataDir)
  rmSync(paths.recovery, { recursive: true, force: true })
  syncFolder(paths.dataDir)
  return declared
}
