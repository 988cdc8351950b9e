import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { BulkKind } from '#shared/platform-api/bulk.ts'
import type { BulkClient } from './bulk-client.ts'

/** Bounds of one request, well within what the bulk API takes (1,000 rows, 8 MiB). */
const MAX_ROWS = 500
const MAX_BYTES = 4 * 1024 * 1024

export interface SentRow<T> {
  readonly row: T
  /** Where it came from, for the list of refused rows. */
  readonly from: { readonly line: number; readonly id: string }
}

export interface SendTotals {
  imported: number
  unchanged: number
  refused: number
}

export interface RowSender<T> {
  readonly totals: Readonly<SendTotals>
  /** Takes a row; sends when a batch is full. A refusal here is the platform's or the link's and ends the import. */
  add(row: SentRow<T>): Promise<Result<null>>
  /** Sends what is left. */
  finish(): Promise<Result<null>>
}

type OnRefused = (from: SentRow<unknown>['from'], why: Refusal) => Promise<void>

/** Gathers rows of one kind into batches; refused rows go to `onRefused`. `client` null sends nothing (dry run). */
export function rowSender<T>(client: BulkClient | null, kind: BulkKind, onRefused: OnRefused): RowSender<T> {
  const totals: SendTotals = { imported: 0, unchanged: 0, refused: 0 }
  let batch: SentRow<T>[] = []
  let bytes = 0

  async function flush(): Promise<Result<null>> {
    const sent = batch
    batch = []
    bytes = 0
    if (client === null || sent.length === 0) return ok(null)
    const reply = await client.send(
      kind,
      sent.map(({ row }) => row),
    )
    if (!reply.ok) return reply
    if (reply.value.imported + reply.value.unchanged + reply.value.refused.length !== sent.length) {
      return refuse('bad-reply', `${kind}: ${sent.length} rows sent, but the platform speaks of another number`)
    }
    totals.imported += reply.value.imported
    totals.unchanged += reply.value.unchanged
    for (const { index, code, detail } of reply.value.refused) {
      totals.refused += 1
      const why: Refusal = isErrorCode(code) ? { code, detail } : { code: 'bad-request', detail: `${code}: ${detail}` }
      await onRefused(sent[index]?.from ?? { line: 0, id: '' }, why)
    }
    return ok(null)
  }

  async function add(sent: SentRow<T>): Promise<Result<null>> {
    const size = Buffer.byteLength(JSON.stringify(sent.row))
    if (batch.length > 0 && bytes + size > MAX_BYTES) {
      const flushed = await flush()
      if (!flushed.ok) return flushed
    }
    batch.push(sent)
    bytes += size
    return batch.length >= MAX_ROWS ? flush() : ok(null)
  }

  return { totals, add, finish: flush }
}
