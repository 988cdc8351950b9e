// The doors to a seat's data as the simulation sees them: what goes through is watched, and when the machine stops they stay
// shut: no answer ever comes, as from a process that is gone.
import type { CacheWriterApi, ShadowWriterApi } from '#main/db/cache-api.ts'
import type { HallDb } from '#main/db/hall-db.ts'
import type { LedgerApi, LedgerCommand, NewCommand, Settlement } from '#main/db/ledger-api.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Change, ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type { BucketReply } from '#shared/platform-api/digests.ts'
import type { SeatDisk } from './disk.ts'
import type { Seeded } from './seeded.ts'
import type { ProcessTimers } from './virtual-time.ts'

export interface Watcher {
  /** These go to the ledger at once. */
  begins(ids: readonly CmdId[]): void
  /** The ledger has said: on disk. `isNew`: somebody's act just now, not one decided about anew. */
  stored(commands: readonly LedgerCommand[], isNew: boolean): void
  /** Somebody decides about a rejected act; and what the ledger says is settled by that, null when it refuses. */
  decides(settlement: Settlement): void
  decided(settlement: Settlement, ids: readonly CmdId[] | null): void
  /** The ledger has refused these. */
  refused(ids: readonly string[]): void
  /** The ledger writes, and has written, what the platform said of some acts; the cache stands at `cursor`. */
  judged(cursor: Cursor | null): void
  offered(page: ChangesPage): void
  answered(isTaken: boolean, page: ChangesPage): void
  /** Rows of a bucket have been set right from the platform's, but for those that the feed has brought since. */
  mended(bucket: BucketReply, passedOver: readonly string[]): void
  /** Rows to begin with have gone into a cache without data; `waiting`: acts that were folded in at that time. */
  begun(rows: readonly Change[], waiting: readonly string[]): void
  /** A second cache is begun; what it is offered belongs to it alone. `from`: where a file stands that it begins with. */
  besideBegins(from: Cursor | null): void
  besideOffered(page: ChangesPage): void
  besideAnswered(isTaken: boolean): void
  /** The second cache is the cache now. */
  wasReplaced(): void
}

export interface GuardOptions {
  readonly disk: SeatDisk
  readonly timers: ProcessTimers
  /** Slow workers: answers and requests of the data threads take some time, so that calls of others come in between. */
  readonly delays: Seeded | null
  /** How long it takes to bring a second cache up to the ledger. */
  readonly adoption: Seeded
  readonly watcher: Watcher
  readonly busy: (change: 1 | -1) => void
}

type Call = (...args: unknown[]) => Promise<unknown>

export function guardDb(db: HallDb, options: GuardOptions): HallDb {
  const { watcher } = options
  const append: LedgerApi['append'] = async (commands, audit) => {
    const ids = commands.map((command: NewCommand) => command.id)
    watcher.begins(ids)
    const result = await db.ledger.append(commands, audit)
    if (result.ok) watcher.stored(result.value, true)
    else watcher.refused(ids)
    return result
  }
  const settle: LedgerApi['settle'] = async (settlement, audit) => {
    watcher.decides(settlement)
    const result = await db.ledger.settle(settlement, audit)
    watcher.decided(settlement, result.ok ? result.value.ids : null)
    if (result.ok) watcher.stored(result.value.appended, false)
    return result
  }
  const recordOutcomes: LedgerApi['recordOutcomes'] = async (outcomes) => {
    watcher.judged(await db.cacheWriter.cursor())
    await db.ledger.recordOutcomes(outcomes)
    watcher.judged(await db.cacheWriter.cursor())
  }
  const applyPage: CacheWriterApi['applyPage'] = async (page) => {
    watcher.offered(page)
    const result = await db.cacheWriter.applyPage(page)
    watcher.answered(result.applied, page)
    return result
  }
  const mend: CacheWriterApi['mend'] = async (bucket, passedOver) => {
    const result = await db.cacheWriter.mend(bucket, passedOver)
    watcher.mended(bucket, passedOver)
    return result
  }
  const begin: CacheWriterApi['begin'] = async (rows) => {
    const isFirst = (await db.cacheWriter.cursor()) === null
    const shown = (await db.cacheWriter.neighboursShown()).map(({ id }) => id)
    const waiting = [...(await db.cacheWriter.pendingIds()), ...shown]
    const wasDead = options.disk.isDead
    const took = (): void => {
      if (isFirst) watcher.begun(rows, waiting)
    }
    try {
      const change = await db.cacheWriter.begin(rows)
      took()
      return change
    } catch (error) {
      // The machine has stopped right behind the transaction.
      if (options.disk.isDead && !wasDead) took()
      throw error
    }
  }
  const ownShadows = new Map<ShadowWriterApi, ShadowWriterApi>()
  const openShadow: HallDb['openShadow'] = async (prepared) => {
    const opened = await db.openShadow(prepared)
    if (!opened.ok) return opened
    watcher.besideBegins(prepared?.cursor ?? null)
    const shadow = guarded({ ...opened.value, applyPage: watchedBeside(opened.value, watcher) }, options)
    ownShadows.set(shadow, opened.value)
    return { ok: true, value: shadow }
  }
  const adopt: HallDb['adopt'] = async (shadow) => {
    const slow = slowlyBroughtUp(ownShadows.get(shadow) ?? shadow, options)
    await db.adopt(slow.shadow)
    slow.isOver = true
    watcher.wasReplaced()
  }
  const openInspector: HallDb['openInspector'] = async () => {
    const opened = await db.openInspector()
    return opened.ok ? { ok: true, value: guarded(opened.value, options) } : opened
  }
  return {
    ...guarded({ openShadow, adopt, openInspector }, options),
    dataDir: db.dataDir,
    ledger: guarded({ ...db.ledger, append, settle, recordOutcomes }, options),
    cacheWriter: guarded({ ...db.cacheWriter, applyPage, mend, begin }, options),
    cache: guarded(db.cache, options),
    neighbourTurns: db.neighbourTurns,
    onDamaged: (listener) => db.onDamaged(listener),
    close: () => db.close(),
  }
}

function watchedBeside(shadow: ShadowWriterApi, watcher: Watcher): CacheWriterApi['applyPage'] {
  return async (page) => {
    watcher.besideOffered(page)
    const result = await shadow.applyPage(page)
    watcher.besideAnswered(result.applied)
    return result
  }
}

/** Folding a day's acts into a new cache takes its time, and people go on meanwhile. */
function slowlyBroughtUp(
  shadow: ShadowWriterApi,
  { timers, adoption }: GuardOptions,
): { shadow: ShadowWriterApi; isOver: boolean } {
  const slow = {
    isOver: false,
    shadow: {
      ...shadow,
      overlay: async (...args: Parameters<ShadowWriterApi['overlay']>) => {
        if (!slow.isOver) await new Promise<void>((resolve) => timers.after(adoption.whole(0, 400), resolve))
        return shadow.overlay(...args)
      },
    },
  }
  return slow
}

/** One thread: calls are worked off one after the other. */
function guarded<Api extends object>(api: Api, { disk, timers, delays, busy }: GuardOptions): Api {
  let tail: Promise<unknown> = Promise.resolve()
  const passes = (ms: number): Promise<void> | null => (ms === 0 ? null : new Promise((resolve) => timers.after(ms, resolve)))
  const pause = (): Promise<void> | null => passes(delays?.whole(0, 6) ?? 0)
  // Whoever has stored something may hear of it only when others have heard of what came after.
  const answerPause = (name: string): Promise<void> | null =>
    name === 'append' && delays?.chance(0.4) === true ? passes(delays.whole(10, 60)) : pause()
  const calls = Object.entries(api).map(([name, operation]) => {
    const call: Call = async (...args) => {
      busy(1)
      const turn = tail.then(async () => {
        await pause()
        return (operation as Call)(...args)
      })
      // The caller below hears of a failure; the next call in the queue does not.
      tail = turn.then(noop, noop)
      try {
        const answer = await turn
        await answerPause(name)
        return disk.isDead ? await forever() : answer
      } catch (error) {
        if (disk.isDead) return await forever()
        throw error
      } finally {
        busy(-1)
      }
    }
    return [name, call]
  })
  // Every operation of the API under its own name, with the same arguments and answers.
  return Object.fromEntries(calls) as Api
}

function noop(): void {
  return undefined
}

function forever(): Promise<never> {
  return new Promise(() => undefined)
}
