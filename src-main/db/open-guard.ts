import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { CacheReaderApi } from './cache-api.ts'
import type { GuardApi, GuardOptions } from './guard-api.ts'
import type { OnWorkerFailure } from './hall-db.ts'
import { guardOf, readerOf } from './worker-apis.ts'
import { WorkerClient } from './worker-client.ts'
import { workerUrls } from './worker-urls.ts'

/** Refusals after which a person must decide how the ledger goes on. */
const recoverable: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ledger-damaged',
  'ledger-older',
  'ledger-missing',
  'ledger-unreadable',
  'ledger-key-missing',
  'ledger-key-wrong',
  'anchor-contradicts',
])
export const isRecoverable = (code: ErrorCode): boolean => recoverable.has(code)

/** The guard in a thread of its own, so that a backup never holds up an append. */
export async function openGuard(options: GuardOptions, onFailure: OnWorkerFailure): Promise<Result<GuardApi>> {
  const worker = new WorkerClient('guard', workerUrls.guard, (failure) => {
    onFailure(failure, true)
  })
  const opened = await worker.open(options)
  return opened.ok ? ok(guardOf(worker)) : opened
}

/** The people this machine knew, for checking a leader's PIN while there is no ledger; null when they cannot be read. */
export async function openRoster(dataDir: string, onFailure: OnWorkerFailure): Promise<CacheReaderApi | null> {
  // Without it the platform is asked.
  const worker = new WorkerClient('reader', workerUrls.reader, (failure) => {
    onFailure(failure, false)
  })
  const opened = await worker.open({ dataDir }).catch(() => null)
  return opened?.ok === true ? readerOf(worker) : null
}
