import type { ArgOf, Contracts } from '#shared/contracts/index.ts'
import type { BackupFacts, RecoveryStatus } from '#shared/contracts/recovery.contract.ts'

/** One way on, as a person chooses it. */
export interface RecoveryChoice {
  /** Unique in the list. */
  readonly key: string
  readonly from: ArgOf<Contracts['recovery']['restore']>['from']
  readonly backup: BackupFacts | null
}

/** Ways on, the one that loses least first. A backup whose marks do not hold is none of them. */
export function choicesOf(status: RecoveryStatus): RecoveryChoice[] {
  const backups = status.backups.map((backup): RecoveryChoice => ({ key: backup.name, from: 'backup', backup }))
  const usable = backups.filter(({ backup }) => backup?.commands !== null)
  const goOn: RecoveryChoice[] = status.canGoOn ? [{ key: 'current', from: 'current', backup: null }] : []
  const rebuild: RecoveryChoice[] = status.canRebuild ? [{ key: 'salvage', from: 'salvage', backup: null }] : []
  return [...usable, ...goOn, ...rebuild]
}

/** Commands known to have been stored, by the witness or the platform, that this way does not bring back. */
export function missingOf({ from, backup }: RecoveryChoice, { witnessS, anchor, salvageable }: RecoveryStatus): number {
  if (backup !== null) return backup.missing ?? 0
  const anchored = anchor === null || anchor === 'unreachable' ? 0 : anchor.s
  const known = Math.max(witnessS ?? 0, anchored)
  // The file as it is has a signed gap for what an earlier recovery had to leave out; that is not missed again.
  return Math.max(0, known - (from === 'current' ? salvageable.lastS : salvageable.commands))
}
