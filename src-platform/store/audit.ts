import type { Platform } from '../platform.ts'

/** Adds an audit line. `detail` never holds a secret or a citizen's personal data. */
export async function writeAudit({ store, hall, clock }: Platform, who: string, what: string, detail: object): Promise<void> {
  await store.db
    .insertInto('audit')
    .values({ hall: hall.id, at: clock.now(), who, what, detail: JSON.stringify(detail) })
    .execute()
}
