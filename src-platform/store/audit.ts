import type { Platform } from '../platform.ts'
import type { Db } from './migrations/migration.ts'

interface AuditLine {
  readonly who: string
  readonly what: string
  /** Never holds a secret or a citizen's personal data. */
  readonly detail: object
}

/** Adds the audit line of an act to the transaction of the act: neither of them stands without the other. */
export async function auditIn(tx: Db, { hall, clock }: Pick<Platform, 'hall' | 'clock'>, { who, what, detail }: AuditLine): Promise<void> {
  await tx
    .insertInto('audit')
    .values({ hall: hall.id, at: clock.now(), who, what, detail: JSON.stringify(detail) })
    .execute()
}

/** Adds an audit line by itself: of what was refused, or of what changed nothing that lasts. */
export function writeAudit(platform: Platform, who: string, what: string, detail: object): Promise<void> {
  return auditIn(platform.store.db, platform, { who, what, detail })
}
