import type { Refusal } from '#shared/kernel/result.ts'
import type { OnWorkerFailure } from '../db/hall-db.ts'
import type { Log } from './log.ts'

/** Ends this process, so that the shell starts another one; `why` when it does not end in order. */
export type Leave = (why: Refusal | null) => void

/**
 * A data thread has ended by itself. What it was asked has been refused, what was told "saved" is on disk: a fresh host goes on
 * from there, while this one could answer nothing any more.
 */
export function onLostThread(log: Log, leave: Leave): OnWorkerFailure {
  return ({ worker, reason }, isVital) => {
    const detail = `${worker} thread: ${reason}`
    log.error('storage', new Error(detail))
    if (isVital) leave({ code: 'storage-failed', detail })
  }
}
