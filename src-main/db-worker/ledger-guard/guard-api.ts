// What the host can ask of the thread that watches over the ledger, beside the one that writes it.
import type { SeatId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { DiskSpace } from './ballast.ts'
import type { Backup } from './backups.ts'
import type { Forgiver } from './forgiven.ts'
import type { RebuildOptions } from './rebuild.ts'
import type { Rebuilt } from './swap-in.ts'
import type { BackupOutcome } from './take-backup.ts'
import type { Tries } from './tries.ts'
import type { Mark } from './witness.ts'

export interface GuardOptions {
  readonly dataDir: string
  readonly seat: SeatId
  /** Recovery: nobody else may have the folder meanwhile. */
  readonly lock: boolean
}

/** What a recovery may begin with: a backup, or the file in doubt itself. */
export interface BaseView {
  /** Null: it cannot be read, or its marks do not hold. */
  readonly holds: { readonly commands: number; readonly lastS: number } | null
  /** Records beyond it that the file in doubt still has with their marks. */
  readonly addable: number
}

export interface BackupView extends Backup, BaseView {}

/** How a ledger in doubt was found; nothing has been written to it. */
export interface Inspection {
  readonly file: string
  /** Null: there is none. */
  readonly bytes: number | null
  readonly changedAt: number | null
  /** Why it is not trusted; null when it would be opened now. */
  readonly trouble: { readonly code: ErrorCode; readonly detail: string } | null
  /** Somebody called it suspect while it was in use. */
  readonly suspicion: ErrorCode | null
  /** It is whole in itself: one can go on with it, numbers jump past what is known. */
  readonly isSound: boolean
  readonly current: BaseView
  /** A recovery has been decided and its new ledger is whole; only moving it into its place is left. */
  readonly isDeclared: boolean
  /** Commands SQLite can still read in it; null when it cannot. */
  readonly readable: number | null
  /** Found page by page with marks that hold, and rows that only look like records. */
  readonly salvageable: { readonly commands: number; readonly lastS: number; readonly audit: number; readonly suspects: number }
  readonly mark: Mark | null
  readonly backups: readonly BackupView[]
}

export type RebuildAsk = Omit<RebuildOptions, 'seat' | 'mark'>

export interface GuardApi {
  /** Copies, proves and rotates; a broken ledger says so and nothing is replaced. Refuses 'disk-full', 'storage-failed'. */
  backup(now: number): Promise<Result<BackupOutcome>>
  /** Free room; makes the ballast when it is missing and there is room again. */
  space(): Promise<DiskSpace>
  /** Gives the ballast's room back; false when there was none. */
  release(): Promise<boolean>
  /** The next start asks a person instead of opening the ledger. */
  suspect(code: ErrorCode, detail: string): Promise<void>
  /** Takes that back where the whole ledger holds, and lets it keep who did; with nothing to take back it does nothing. */
  forgive(by: Forgiver): Promise<Result<null>>
  /** Wrong PINs on the recovery page, those of former starts too. */
  tries(): Promise<Tries>
  /** Refuses 'disk-full', 'storage-failed'. */
  keepTries(tries: Tries): Promise<Result<void>>
  inspect(): Promise<Inspection>
  /**
   * Makes a new ledger and puts the old file into quarantine; see rebuild.ts. One that was declared before and could not be put
   * in place is, whatever is asked, and answered.
   */
  rebuild(ask: RebuildAsk): Promise<Result<Rebuilt>>
  /** One archive of the files in doubt for support, without keys; its path. */
  exportFiles(now: number): Promise<Result<{ readonly file: string; readonly bytes: number }>>
  close(): Promise<void>
}
