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
