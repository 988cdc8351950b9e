import type { BackupFacts, RecoveryStatus } from '#shared/contracts/recovery.contract.ts'
import type { BackupView, Inspection, RebuildAsk } from '../../db/guard-api.ts'

/** A backup as a person weighs it. `known`: last command that is known to have been stored. */
export function backupFacts({ name, at, bytes, holds, addable }: BackupView, known: number): BackupFacts {
  const lastS = holds?.lastS ?? null
  const missing = lastS === null ? null : Math.max(0, known - lastS - addable)
  return { name, at, bytes, commands: holds?.commands ?? null, lastS, addable, missing }
}

/** What the ways without a backup lack. `known`: last command that is known to have been stored. */
export function missingWithout({ lastS, commands }: Inspection['salvageable'], known: number): RecoveryStatus['missing'] {
  // The file as it is has a signed gap for what an earlier recovery had to leave out; that is not missed again.
  return { current: Math.max(0, known - lastS), salvage: Math.max(0, known - commands) }
}

/**
 * Does a recovery on this base bring back every command that witness, platform (`known`) or file know of? How far the last one
 * reaches is not enough: a lost page leaves a hole, and of a lane's last act in it nobody here would know.
 */
export function lacksNothing(found: Inspection, base: RebuildAsk['base'], known: number): boolean {
  const { isDeclared, mark, salvageable, current, backups } = found
  // Decided before, and the platform was asked then.
  if (isDeclared) return true
  if (base.from === 'salvage' || mark === null) return false
  const begun = base.from === 'current' ? current : backups.find(({ name }) => name === base.name)
  const lastS = begun?.holds?.lastS ?? 0
  return lastS + (begun?.addable ?? 0) >= Math.max(lastS, salvageable.lastS, mark.s, known)
}
