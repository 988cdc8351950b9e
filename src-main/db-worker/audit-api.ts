import type { AuditEntry } from './ledger-api.ts'

export interface StoredAudit extends AuditEntry {
  readonly n: number
}

export interface AuditQuestion {
  /** Entries below this number; null: from the newest. */
  readonly before: number | null
  readonly limit: number
  /** Each must be found in person, subject or detail, without regard to case; or in one of `persons`. */
  readonly text: string
  /** Numbers of people whose name fits the text. */
  readonly persons: readonly string[]
  readonly what: string
  readonly from: number | null
  readonly to: number | null
}

/** An entry as it stands in the chain; `body` is its canonical JSON. */
export interface AuditLink {
  readonly n: number
  readonly body: string
  readonly prev: string
  readonly hash: string
}

/** Reading, exporting and shortening the audit trail; part of the ledger's interface. */
export interface AuditApi {
  /** Newest first. `next`: where to go on; a page may be empty and still have one, for a call looks through so much only. */
  auditPage(
    question: AuditQuestion,
  ): Promise<{ readonly rows: readonly StoredAudit[]; readonly next: number | null; readonly last: number }>
  /** Numbers of the first and the last entry whose time lies in [from, to); null when there is none. */
  auditSpan(from: number, to: number): Promise<{ readonly first: number; readonly last: number } | null>
  /** By number, up to and with `to`. */
  auditLinks(from: number, to: number, limit: number): Promise<readonly AuditLink[]>
  /** The last number before which every entry is older than `at`; 0 when there is none. */
  auditOlderThan(at: number): Promise<number>
  auditEnds(): Promise<{ readonly first: number; readonly last: number; readonly cutAt: number | null }>
  /** Writes `entry`, takes everything up to `upTo` off the front and signs the cut; how many went. */
  cutAudit(upTo: number, entry: AuditEntry): Promise<number>
}
