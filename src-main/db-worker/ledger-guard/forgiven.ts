// A suspicion that was taken back after the whole ledger had been looked at: the ledger that is used again keeps who did it.
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { ReadDb } from '../driver.ts'
import { appendAudit } from '../ledger/audit.ts'
import type { LedgerParts } from '../ledger/parts.ts'
import type { Seal } from '../ledger/seal.ts'
import { storing } from '../storage-errors.ts'
import { writeWithBallast } from './ballast.ts'
import { checkWholeLedger, distrust } from './check-ledger.ts'
import type { KeyedSeal } from './check-ledger.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readIfThere, removeFile, replaceFile } from './safe-files.ts'
import { readSuspicion } from './suspicion.ts'

const Forgiver = z.object({
  /** Null: nobody was asked, the proof was enough. */
  person: PersonId.nullable(),
  post: z.string().nullable(),
  now: z.number(),
})
export type Forgiver = z.infer<typeof Forgiver>

const TRUSTED_AGAIN = 'ledger.trusted-again'

const Note = z.object({ code: z.string().refine(isErrorCode), detail: z.string(), by: Forgiver })
type Note = z.infer<typeof Note>
const MarkedNote = z.object({ note: Note, mac: z.string() })

/**
 * Takes a suspicion back where the whole ledger holds; one of the platform's word only in a leader's name. Throws a refusal, and
 * the suspicion stays. One that is not in this ledger's marks counts at no start and stays too: its key may be back one day.
 */
export function forgive(paths: GuardPaths, keyed: KeyedSeal, by: Forgiver): void {
  const suspicion = readSuspicion(paths.suspect, keyed.seal)
  if (suspicion === null) return
  if (suspicion.code === 'anchor-contradicts' && by.person === null) throw distrust(suspicion.code, suspicion.detail)
  checkWholeLedger(paths, keyed)
  const note = { ...suspicion, by }
  writeWithBallast(paths.ballast, () => {
    replaceFile(paths.forgiven, Buffer.from(JSON.stringify({ note, mac: macOf(keyed.seal, note) })))
  })
  removeFile(paths.suspect)
}

/** The first entry of a ledger that is used again. On a full disk it is left for a later start. */
export function recordForgiven({ forgiven }: GuardPaths, parts: LedgerParts): void {
  const note = readNote(forgiven, parts.seal)
  if (note === null) return
  const { code, detail, by } = note
  const words = [code, detail].filter((part) => part !== '').join(': ')
  const entry = { at: by.now, person: by.person, post: by.post, subject: parts.seat, result: 'ok' as const, detail: words }
  const recorded = storing(() =>
    parts.db.transaction(() => {
      // The note of a former start that was cut off before it could take the note away.
      if (!isKept(parts.db, by)) appendAudit(parts, { ...entry, what: TRUSTED_AGAIN })
    }),
  )
  if (recorded.ok) removeFile(forgiven)
  else if (recorded.error.code !== 'disk-full') throw new RefusalError(recorded.error)
}

/** Among the newest entries, which a start has looked at: nothing but a cut lies between that start and this one. */
function isKept(db: ReadDb, by: Forgiver): boolean {
  const find = `
    SELECT n FROM (SELECT n, body FROM audit ORDER BY n DESC LIMIT 100)
    WHERE body ->> 'what' = ? AND body ->> 'at' = ? AND body ->> 'person' IS ?
  `
  return db.pluck<[string, number, string | null], number>(find).get(TRUSTED_AGAIN, by.now, by.person) !== undefined
}

function readNote(file: string, seal: Seal): Note | null {
  const bytes = readIfThere(file)
  if (bytes === null) return null
  try {
    const { success, data } = MarkedNote.safeParse(JSON.parse(bytes.toString('utf8')))
    return success && data.mac === macOf(seal, data.note) ? data.note : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function macOf(seal: Seal, { code, detail, by }: Note): string {
  return seal(['forgiven', code, detail, by.person, by.post, by.now])
}
