// Where everything about one ledger lies; all of it in the seat's data folder, mode 0700.
import { join } from 'node:path'

export interface GuardPaths {
  readonly dataDir: string
  readonly ledger: string
  /** Key of the record marks. */
  readonly key: string
  /** How far the ledger has come, outside of it. */
  readonly witness: string
  /** Why the next start must not trust the ledger, as somebody found while it ran. */
  readonly suspect: string
  /** Who took such a word back, until the ledger has kept it. */
  readonly forgiven: string
  /** Wrong PINs on the recovery page. */
  readonly tries: string
  readonly ballast: string
  readonly backups: string
  /** The key beside the backups, so that a lost one is not the end of them. */
  readonly keyCopy: string
  /** A new ledger in the making; `ready` inside says that it is whole. */
  readonly recovery: string
  readonly quarantine: string
  readonly exports: string
  /** Sealed copies of files, each named by its content's hash (attachments/file-store.ts). */
  readonly files: string
}

export function guardPaths(dataDir: string): GuardPaths {
  const at = (...parts: string[]): string => join(dataDir, ...parts)
  return {
    dataDir,
    ledger: at('ledger.db'),
    key: at('ledger.db.key'),
    witness: at('ledger.witness'),
    suspect: at('ledger.suspect'),
    forgiven: at('ledger.forgiven'),
    tries: at('recovery.tries'),
    ballast: at('ballast'),
    backups: at('backups'),
    keyCopy: at('backups', 'ledger.db.key'),
    recovery: at('recovery'),
    quarantine: at('quarantine'),
    exports: at('exports'),
    files: at('attachments', 'kept'),
  }
}
