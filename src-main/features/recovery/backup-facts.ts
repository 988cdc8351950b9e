import type { BackupFacts, RecoveryStatus } from '#shared/contracts/recovery.contract.ts'
import type { BackupView, Inspection } from '../../db/guard-api.ts'

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
