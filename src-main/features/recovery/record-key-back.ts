import type { Hall } from '../hall/index.ts'

/** The first entry after this machine's key came back or was replaced: until then nothing could be written down. */
export async function recordKeyBack({ db, time, seat }: Hall, by: 'code' | 'enrolment'): Promise<void> {
  const what = by === 'code' ? 'keys.recovered' : 'keys.replaced'
  await db.ledger.audit({ at: time.now(), person: null, post: null, subject: seat, what, result: 'ok', detail: null })
}
