import { systemClock, systemTimers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { GuardApi } from '../db/guard-api.ts'
import type { Signals } from '../doors/signals.ts'
import { StorageKeeper } from '../features/storage/index.ts'
import type { Log } from './log.ts'

interface Parts {
  readonly guard: GuardApi
  readonly signals: Signals
  readonly log: Log
  readonly leave: () => void
}

/** Room and backups, and what happens when the ledger turns out not to be the one it should be. */
export function openStorage({ guard, signals, log, leave }: Parts): StorageKeeper {
  const distrusted = (code: ErrorCode, detail: string): void => {
    log.error('ledger', new Error(`${code}: ${detail}`))
    leave()
  }
  return new StorageKeeper({
    ...{ guard, timers: systemTimers, now: () => systemClock.now(), distrusted },
    changed: () => {
      signals.raise('storage')
    },
    failed: (where, error) => {
      log.error(where, error)
    },
  })
}
