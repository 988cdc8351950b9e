import type { BackupFacts } from '#shared/contracts/recovery.contract.ts'
import type { BackupView } from '../../db/guard-api.ts'

/** A backup as a person weighs it. `known`: last command that is known to have been stored. */
export function backupFacts({ name, at, bytes, holds, addable }: BackupView, known: number): BackupFacts {
  const lastS = holds?.lastS ?? null
  const missing = lastS === null ? null : Math.max(0, known - lastS - addable)
  return { name, at, bytes, commands: holds?.commands ?? null, lastS, addable, missing }
}
