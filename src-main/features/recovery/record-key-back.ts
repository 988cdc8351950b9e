import type { Hall } from '../hall/index.ts'

/** The first entry after this machine's key came back with its recovery code: until then nothing could be written down. */
export async function recordKeyBack({ db, time, seat }: Hall): Promise<void> {
  const who = { person: null, post: null, subject: seat }
  await db.ledger.audit({ at: time.now(), ...who, what: 'keys.recovered', result: 'ok', detail: null })
}
