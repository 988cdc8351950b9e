import type { ArgOf, Contracts } from '#shared/contracts/index.ts'
import type { BackupFacts, RecoveryStatus } from '#shared/contracts/recovery.contract.ts'

/** One way on, as a person chooses it. */
export interface RecoveryChoice {
  /** Unique in the list. */
  readonly key: string
  readonly from: ArgOf<Contracts['recovery']['restore']>['from']
  readonly backup: BackupFacts | null
  /** Commands known to have been stored that it does not bring back. */
  readonly missing: number
}

/** Ways on, the one that loses least first. A backup whose marks do not hold is none of them. */
export function choicesOf(status: RecoveryStatus): RecoveryChoice[] {
  const { backups, missing, canGoOn, canRebuild } = status
  const usable = backups
    .filter(({ commands }) => commands !== null)
    .map((backup): RecoveryChoice => ({ key: backup.name, from: 'backup', backup, missing: backup.missing ?? 0 }))
  const goOn: RecoveryChoice[] = canGoOn ? [{ key: 'current', from: 'current', backup: null, missing: missing.current }] : []
  const rebuild: RecoveryChoice[] = canRebuild ? [{ key: 'salvage', from: 'salvage', backup: null, missing: missing.salvage }] : []
  return [...usable, ...goOn, ...rebuild]
}
