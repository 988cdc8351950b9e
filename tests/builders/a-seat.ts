import { onTestFinished } from 'vitest'
import { openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { openShadowWriter } from '#main/db-worker/cache/open-shadow.ts'
import type { CacheWriterApi, MovableReaderApi } from '#main/db-worker/cache-api.ts'
import type { LedgerApi, NewCommand } from '#main/db-worker/ledger-api.ts'
import { openCacheReader } from '#main/db-worker/queries/open-reader.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from './a-folder.ts'
import { aLedger } from './a-ledger.ts'
import type { TestPlatform } from './a-platform.ts'

/** A cache writer in a folder of its own, closed when the test is over. */
export function aCacheWriter(dataDir = aDataFolder()): SyncApi<CacheWriterApi> {
  return closing(unwrap(openCacheWriter(dataDir)))
}

export function aCacheReader(dataDir: string): SyncApi<MovableReaderApi> {
  return closing(unwrap(openCacheReader(dataDir)))
}

function closing<Api extends { close(): void }>(api: Api): Api {
  let open = true
  const close = (): void => {
    if (open) api.close()
    open = false
  }
  onTestFinished(close)
  return { ...api, close }
}

function readAll(writer: SyncApi<CacheWriterApi>, platform: TestPlatform, pageSize = 500): void {
  for (;;) {
    const page = platform.page(writer.cursor()?.seq ?? 0, pageSize)
    const applied = writer.applyPage(page)
    if (!applied.applied) throw new Error(applied.why)
    if (!page.more) return
  }
}

/** Ledger, cache and reader of one seat, and the steps by which a host moves data between them. */
export class TestSeat {
  readonly dataDir: string
  readonly ledger: SyncApi<LedgerApi>
  writer: SyncApi<CacheWriterApi>
  readonly reader: SyncApi<MovableReaderApi>

  constructor(dataDir = aDataFolder()) {
    this.dataDir = dataDir
    this.ledger = aLedger({ dataDir })
    this.writer = aCacheWriter(dataDir)
    this.reader = aCacheReader(dataDir)
  }

  /** Stores commands and folds them in. */
  do(...commands: NewCommand[]): void {
    this.writer.overlay(unwrap(this.ledger.append(commands, null)))
  }

  /** Reads the feed to its end. */
  read(platform: TestPlatform, pageSize = 500): void {
    readAll(this.writer, platform, pageSize)
  }

  /** Makes the cache anew beside the running one, which then ends. */
  rebuild(platform: TestPlatform): void {
    const shadow = closing(unwrap(openShadowWriter(this.dataDir, null)))
    readAll(shadow, platform)
    shadow.overlay(this.ledger.since(0, 1_000))
    shadow.takeOver(this.writer.revisions())
    this.reader.reopen()
    this.writer.close()
    this.writer = shadow
    shadow.sweep()
  }

  /** Sends everything that waits and takes note of the outcomes. */
  send(platform: TestPlatform): void {
    const outcomes = this.ledger.unsent(1_000).map((command) => platform.take(command))
    this.ledger.recordOutcomes(outcomes)
    this.writer.settle(outcomes)
  }

  close(): void {
    for (const part of [this.reader, this.writer, this.ledger]) part.close()
  }
}
