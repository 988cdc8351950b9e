import type { Hall } from '../hall/index.ts'

/** The first entry after the key came back or the machine was enrolled again; null: neither. Nothing could be written before. */
export async function recordKeyBack({ db, time, seat }: Hall, by: 'code' | 'enrolment' | null): Promise<void> {
  if (by === null) return
  const what = by === 'code' ? 'keys.recovered' : 'keys.replaced'
  await db.ledger.audit({ at: time.now(), person: null, post: null, subject: seat, what, result: 'ok', detail: null })
}
