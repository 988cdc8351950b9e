// What may happen to a seat's disk and to the machine above it. The faulty driver asks here before and after every transaction.
import { basename, dirname, sep } from 'node:path'

export type StoreFile = 'ledger' | 'cache' | 'files'

/** Thrown into code of a process that is gone; nothing of that process runs after it. */
export class ProcessGone extends Error {}

/** A cache that lags is tried again every second and a half; slow data threads take their time. */
const BROUGHT_UP_MS = 4_000

export class SeatDisk {
  readonly #onCrash: () => void
  readonly #now: () => number
  readonly #full: Set<StoreFile>
  #crashAfter: number | null = null
  isDead = false
  /** When a write to the cache last failed: it may lag behind until it has been brought up to the ledger. */
  cacheFailedAt = -Infinity
  /** A write to either file has. */
  hasFailed = false
  /** PRAGMA synchronous of the ledger's connection, while there is one: what it leaves to chance is lost with the power. */
  ledgerSync: (() => number) | null = null
  /** Transactions so far: nothing has been written since it was this. */
  commits = 0

  /** `onCrash` takes the picture of the disk that the next process will find; `before`: as full as it was. */
  constructor(onCrash: () => void, now: () => number, before: SeatDisk | null = null) {
    this.#onCrash = onCrash
    this.#now = now
    this.#full = new Set(before === null ? [] : before.#full)
  }

  /** With room again, the cache is to be brought up within a few seconds. */
  get mayCacheLag(): boolean {
    return this.#full.has('cache') || this.#now() - this.cacheFailedAt < BROUGHT_UP_MS
  }

  setFull(file: StoreFile, isFull: boolean): void {
    if (isFull) this.#full.add(file)
    else this.#full.delete(file)
  }

  isFull(file: StoreFile): boolean {
    return this.#full.has(file)
  }

  /** The machine stops when this many more transactions have been committed. */
  crashAfter(transactions: number): void {
    this.#crashAfter = transactions
  }

  /** It will not stop by itself. */
  spare(): void {
    this.#crashAfter = null
  }

  /** The machine stops here and now. */
  crash(): void {
    if (this.isDead) return
    this.isDead = true
    this.#onCrash()
  }

  assertAlive(): void {
    if (this.isDead) throw new ProcessGone()
  }

  /** Called inside a transaction, when all its changes are made: a full disk undoes them. */
  beforeCommit(file: StoreFile): void {
    if (!this.#full.has(file)) return
    this.hasFailed = true
    if (file === 'cache') this.cacheFailedAt = this.#now()
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
  }

  afterCommit(): void {
    this.commits += 1
    if (this.#crashAfter === null) return
    this.#crashAfter -= 1
    if (this.#crashAfter > 0) return
    this.#crashAfter = null
    this.crash()
    throw new ProcessGone()
  }
}

const disks = new Map<string, SeatDisk>()

/** Puts a disk under a folder; files in folders without one are on an ordinary disk. */
export function mountDisk(folder: string, disk: SeatDisk): void {
  disks.set(folder, disk)
}

export function unmountDisk(folder: string): void {
  disks.delete(folder)
}

/** The disk under a path somewhere in a machine's folder; undefined when that machine is gone. */
export function mountedOver(path: string): SeatDisk | undefined {
  for (const [folder, disk] of disks) if (path.startsWith(folder + sep)) return disk
  return undefined
}

export function diskOf(file: string): { readonly disk: SeatDisk; readonly file: StoreFile } | undefined {
  const disk = disks.get(dirname(file))
  return disk === undefined ? undefined : { disk, file: basename(file) === 'ledger.db' ? 'ledger' : 'cache' }
}
