import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import type { LedgerApi } from '../../db/ledger-api.ts'

type Call = (...args: unknown[]) => Promise<unknown>

/** Who keeps the room; see {@link StorageKeeper}. */
export interface KeptRoom {
  /** Gives the kept room back. */
  readonly release: () => Promise<unknown>
  /** Not even with the kept room could this operation write. */
  readonly refused: (operation: string) => void
  readonly stored: (operation: string) => void
  /** The ledger has met damage of its own. */
  readonly distrust: (code: ErrorCode, detail: string) => void
}

/**
 * The ledger, trying once more after the ballast has been given back when the disk was full: what is on its way is written down.
 * Also when there was none to give: a call beside this one may have given it back a moment ago.
 */
export function ledgerWithBallast(ledger: LedgerApi, room: KeptRoom): LedgerApi {
  const calls = Object.entries(ledger).map(([name, operation]) => {
    const call = operation as Call
    const guarded: Call = async (...args) => {
      const first = await attempt(() => call(...args))
      const done = isFull(first) ? await afterRelease(room, () => call(...args)) : first
      if (isFull(done)) room.refused(name)
      else room.stored(name)
      const damage = damageOf(refusalOf(done))
      if (damage !== null) room.distrust(damage.code, damage.detail ?? '')
      return outcomeOf(done)
    }
    return [name, name === 'close' ? call : guarded]
  })
  // Every operation under its own name, with the same arguments and answers.
  return Object.fromEntries(calls) as LedgerApi
}

async function afterRelease(room: KeptRoom, run: () => Promise<unknown>): Promise<Attempt> {
  await room.release()
  return attempt(run)
}

type Attempt = { readonly value: unknown } | { readonly thrown: unknown }

async function attempt(run: () => Promise<unknown>): Promise<Attempt> {
  try {
    return { value: await run() }
  } catch (thrown) {
    return { thrown }
  }
}

function outcomeOf(done: Attempt): unknown {
  if ('thrown' in done) throw done.thrown
  return done.value
}

const isFull = (done: Attempt): boolean => refusalOf(done)?.code === 'disk-full'

/** Pages that SQLite could not make sense of, or a file that was looked at after a failure of the disk and does not hold. */
function damageOf(refusal: Partial<Refusal> | null): Refusal | null {
  if (refusal?.code === 'ledger-damaged' || refusal?.code === 'ledger-older') return { ...refusal, code: refusal.code }
  const isCorrupt = refusal?.code === 'storage-failed' && /^SQLITE_(CORRUPT|NOTADB)/.test(refusal.detail ?? '')
  return isCorrupt ? { code: 'ledger-damaged', detail: 'pages' } : null
}

/** Some operations answer with a refusal, others reject with one. */
function refusalOf(done: Attempt): Partial<Refusal> | null {
  if ('thrown' in done) return done.thrown instanceof RefusalError ? done.thrown.refusal : null
  const { value } = done
  if (typeof value !== 'object' || value === null || !('ok' in value) || value.ok !== false || !('error' in value)) return null
  return typeof value.error === 'object' ? value.error : null
}
