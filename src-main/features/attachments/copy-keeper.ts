import type { Clock } from '#shared/kernel/clock.ts'
import type { LedgerApi } from '../../db/ledger-api.ts'
import type { AttachmentClient } from '../../link/attachment-client.ts'
import type { FileStore } from './file-store.ts'

export interface CopyKeeperParts {
  readonly store: Pick<FileStore, 'hashes' | 'beyondCache' | 'usedAt' | 'isDiskShort'>
  readonly ledger: Pick<LedgerApi, 'openAttachments' | 'attachment' | 'reopenAttachments' | 'getMeta' | 'setMeta'>
  readonly client: Pick<AttachmentClient, 'sizeOf'>
  readonly clock: Clock
  /** Erases a copy, and what tells for which cases it was fetched. */
  readonly drop: (hash: string) => Promise<void>
  /** Files wait to be sent that did not before. */
  readonly onReopened: () => void
}

/** Longer than a city leaves between two backups of its platform: so long the copy of a file that began here stays. */
const KEEP_OWN_MS = 30 * 24 * 3_600_000
/** Fact of the ledger: the life of the platform's store in which own files were last asked after. */
const ASKED_IN = 'attachments-epoch'
const AT_ONCE = 200

/**
 * Which sealed copies stay. A platform that was restored from a backup may lack what it had confirmed, and then the copy here may
 * be the last one: it is sent again, and none is erased before the platform has said, just then, that it has it.
 */
export class CopyKeeper {
  readonly #parts: CopyKeeperParts
  #askedIn: string | null = null
  #isAsking = false
  #trimming: Promise<void> | null = null
  #trimAgain = false

  constructor(parts: CopyKeeperParts) {
    this.#parts = parts
  }

  /** The platform lives under this epoch. In a new one every file is asked after by its hash, and sent where it is gone. */
  async heard(epoch: string): Promise<void> {
    if (this.#askedIn === epoch || this.#isAsking) return
    this.#isAsking = true
    try {
      const { ledger, store, onReopened } = this.#parts
      this.#askedIn = await ledger.getMeta(ASKED_IN)
      if (this.#askedIn === epoch) return
      const hashes = store.hashes()
      for (let from = 0; from < hashes.length; from += AT_ONCE) await ledger.reopenAttachments(hashes.slice(from, from + AT_ONCE))
      // Only now: what was cut off in the middle is done again, and doing it twice does no harm.
      await ledger.setMeta(ASKED_IN, epoch)
      this.#askedIn = epoch
      if (hashes.length > 0) onReopened()
    } finally {
      this.#isAsking = false
    }
  }

  /** Erases what need not stay; one round at a time, and once more when asked meanwhile. */
  trim(): Promise<void> {
    this.#trimAgain = true
    this.#trimming ??= this.#rounds().finally(() => {
      this.#trimming = null
    })
    return this.#trimming
  }

  async #rounds(): Promise<void> {
    while (this.#trimAgain) {
      this.#trimAgain = false
      await this.#round()
    }
  }

  async #round(): Promise<void> {
    const { store, ledger, drop } = this.#parts
    const open = await ledger.openAttachments()
    for (const hash of store.beyondCache(new Set(open.map((file) => file.hash)))) {
      if ((await this.#mustStay(hash)) || !(await this.#mayGo(hash))) continue
      await drop(hash)
    }
  }

  /** Began here not long ago. On a disk that is nearly full, new evidence counts for more than a second copy of the old. */
  async #mustStay(hash: string): Promise<boolean> {
    const { store, ledger, clock } = this.#parts
    if (clock.now() - store.usedAt(hash) >= KEEP_OWN_MS || (await store.isDiskShort())) return false
    return (await ledger.attachment(hash)) !== null
  }

  /** The platform has it at this moment. One that has it no more gets it again, from the machine where it began. */
  async #mayGo(hash: string): Promise<boolean> {
    const { client, ledger, onReopened } = this.#parts
    const there = await client.sizeOf(hash)
    if (there.ok) return true
    if ([404, 410].includes(there.error.status) && (await ledger.attachment(hash)) !== null) {
      await ledger.reopenAttachments([hash])
      onReopened()
    }
    return false
  }
}
