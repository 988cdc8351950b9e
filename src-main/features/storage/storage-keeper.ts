import type { StorageStatus } from '#shared/contracts/storage.contract.ts'
import type { Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { GuardApi } from '../../db/guard-api.ts'

export interface StorageKeeperOptions {
  readonly guard: GuardApi
  readonly timers: Timers
  readonly now: () => number
  readonly changed: () => void
  /** The ledger has been found broken: the next start asks a person, and this one ends. */
  readonly distrusted: (code: ErrorCode, detail: string) => void
  readonly failed: (where: string, error: unknown) => void
}

const BACKUP_EVERY_MS = 5 * 60_000
/** Soon after a start, when the first rush is over. */
const FIRST_BACKUP_MS = 20_000
const LOOK_EVERY_MS = 15_000
/** Below this the seat warns; an outage of 72 hours writes some 100 MB. */
const LOW_BYTES = 512 * 1024 * 1024

/** With this much free again a write is worth trying: what was refused is no news any more. */
const A_FEW_ROWS_BYTES = 1024 * 1024

/** With so much more room than when a backup found none, it is tried at once. */
const ROOM_AGAIN_BYTES = 64 * 1024 * 1024

/** Room and backups of one seat while it works. */
export class StorageKeeper {
  readonly #options: StorageKeeperOptions
  readonly #stops: (() => void)[] = []
  /** Operations of the ledger that could not write even with the kept room, until each has written again. */
  readonly #refused = new Set<string>()
  #isBackingUp = false
  #isDistrusted = false
  /** Bytes free when the last backup found no room. */
  #freeAtRefusal = Infinity
  #status: StorageStatus = { word: 'ok', freeBytes: 0, backupAt: null, backupRefusal: null }

  constructor(options: StorageKeeperOptions) {
    this.#options = options
  }

  get status(): StorageStatus {
    return this.#status
  }

  start(): void {
    const { timers, failed } = this.#options
    const run = (where: string, work: () => Promise<void>) => (): void => {
      work().catch((error: unknown) => {
        failed(where, error)
      })
    }
    const look = run('disk', () => this.look())
    const backup = run('backup', () => this.backUp())
    look()
    this.#stops.push(
      timers.every(LOOK_EVERY_MS, look),
      timers.after(FIRST_BACKUP_MS, backup),
      timers.every(BACKUP_EVERY_MS, backup),
    )
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) stop()
    await this.#options.guard.close()
  }

  /** The disk was full: gives the kept room back. */
  release = async (): Promise<void> => {
    await this.#options.guard.release()
    this.#set({ word: this.#fullWord() })
  }

  /** The ledger had no room for this operation although the kept room was given back. */
  refused = (operation: string): void => {
    this.#refused.add(operation)
    this.#set({ word: 'spent' })
  }

  stored = (operation: string): void => {
    if (this.#refused.delete(operation)) this.#set({ word: this.#fullWord() })
  }

  /** Something new may be begun: the kept room is for what is on its way. Looks again first, so that room counts at once. */
  hasRoom = async (): Promise<boolean> => {
    if (this.#isFull()) await this.look()
    return !this.#isFull()
  }

  async look(): Promise<void> {
    const { freeBytes, hasBallast } = await this.#options.guard.space()
    if (hasBallast || freeBytes > A_FEW_ROWS_BYTES) this.#refused.clear()
    const word = !hasBallast ? this.#fullWord() : freeBytes < LOW_BYTES ? 'low' : 'ok'
    this.#set({ word, freeBytes })
    if (freeBytes > this.#freeAtRefusal + ROOM_AGAIN_BYTES) await this.backUp()
  }

  #isFull(): boolean {
    return this.#status.word === 'full' || this.#status.word === 'spent'
  }

  #fullWord(): 'full' | 'spent' {
    return this.#refused.size > 0 ? 'spent' : 'full'
  }

  /** Tells the next start and ends this one. It ends too where that cannot be written: "saved" is said of this ledger no more. */
  suspect = async (code: ErrorCode, detail: string): Promise<void> => {
    const { guard, distrusted } = this.#options
    try {
      await guard.suspect(code, detail)
    } finally {
      distrusted(code, detail)
    }
  }

  /** The same, said once, by whoever cannot wait for it. */
  distrust = (code: ErrorCode, detail: string): void => {
    if (this.#isDistrusted) return
    this.#isDistrusted = true
    this.suspect(code, detail).catch((error: unknown) => {
      this.#options.failed('suspect', error)
    })
  }

  /** Copies the ledger, walks the whole copy, and lets older backups go. A ledger that does not hold is not used any further. */
  async backUp(): Promise<void> {
    if (this.#isBackingUp) return
    this.#isBackingUp = true
    const { guard, now } = this.#options
    try {
      const made = await guard.backup(now())
      this.#freeAtRefusal = !made.ok && made.error.code === 'disk-full' ? this.#status.freeBytes : Infinity
      if (!made.ok) this.#set({ backupRefusal: made.error.code })
      else if (made.value.word === 'broken') {
        const { chain, n } = made.value.at
        await this.suspect('ledger-damaged', `${chain} ${String(n)}`)
      } else this.#set({ backupAt: now(), backupRefusal: null })
    } finally {
      this.#isBackingUp = false
    }
  }

  #set(change: Partial<StorageStatus>): void {
    const next = { ...this.#status, ...change }
    const isNews =
      next.word !== this.#status.word ||
      next.backupRefusal !== this.#status.backupRefusal ||
      next.backupAt !== this.#status.backupAt
    this.#status = next
    if (isNews) this.#options.changed()
  }
}
