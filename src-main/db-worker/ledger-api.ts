// What the host can ask of the ledger worker. Every promise that resolves means: on disk (FULL), or it was a read.
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import type { CaseId, CaseNo, CmdId, DraftId, PersonId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Base, Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import type { NumberBlock } from '#shared/platform-api/people.ts'

/** One act on its way into the ledger; the ledger gives `s`, lane numbers, `prev` and `hash`. */
export interface NewCommand {
  readonly id: CmdId
  readonly caseId: CaseId
  /** `chain` = after my own last unsettled life-cycle command of this case, or the version given when there is none. */
  readonly base: { readonly chain: { readonly ver: number } } | null
  readonly body: ActBody
  readonly at: number
  readonly person: PersonId
  /** Name as known then, for the tray and the flow. Not sent. */
  readonly personName: string
  readonly post: Post
  readonly timeDoubt: boolean
  readonly offline: boolean
  readonly signIn: string
  /** Number of the case, for the tray. Not sent. */
  readonly no: CaseNo | null
}

/**
 * waiting: to be sent; accepted: the platform has it; rejected: a person must decide; held: it built on a rejected one
 * (rejected with depends-on-rejected); settled: a rejected one a person has dealt with.
 */
export type CommandStanding = 'waiting' | 'accepted' | 'rejected' | 'held' | 'settled'

export interface LedgerCommand {
  readonly command: SeatCommand
  readonly personName: string
  readonly no: CaseNo | null
  readonly standing: CommandStanding
  readonly outcome: Outcome | null
}

export interface StoredDraft {
  readonly id: DraftId
  readonly caseId: CaseId
  readonly owner: PersonId
  readonly no: CaseNo | null
  /** Sealed JSON of form and caret (personal fields inside). */
  readonly sealed: string
  /** Class name or first words, without anything personal, for the list. */
  readonly title: string
  readonly rev: number
  readonly callAt: number
  readonly savedAt: number
  readonly state: 'open' | 'discarded' | 'done'
}

export interface AuditEntry {
  readonly at: number
  readonly person: PersonId | null
  readonly post: string | null
  /** Dotted word: session.sign-in, case.reveal-phone, outbox.withdraw ... */
  readonly what: string
  readonly subject: string | null
  readonly result: 'ok' | 'refused'
  readonly detail: string | null
}

export interface StoredSignIn {
  readonly signIn: string
  readonly person: PersonId
  readonly name: string
  readonly posts: readonly Post[]
  readonly shift: string | null
  readonly since: number
  readonly locked: boolean
  readonly attested: boolean
  /** Null until signed out. */
  readonly endedAt: number | null
}

export interface LedgerApi {
  /** Appends all or none, in order, in one FULL transaction; answers them as stored. */
  append(commands: readonly NewCommand[], audit: AuditEntry | null): Promise<Result<readonly LedgerCommand[]>>
  /**
   * Records what the platform said (rejects with a RefusalError when the disk fails); the same outcome twice changes nothing.
   * Rejected ones hold their dependents.
   */
  recordOutcomes(outcomes: readonly Outcome[]): Promise<void>
  /**
   * Commands to be sent, by s, oldest first: all without a final word of the platform. Held ones too, for a lane's numbers must
   * stay without a gap; the platform rejects those by itself.
   */
  unsent(limit: number): Promise<readonly LedgerCommand[]>
  /** Waiting, rejected and held ones, by s: the tray. */
  tray(): Promise<readonly LedgerCommand[]>
  /** Everything after `s` that is not rejected, held or settled: what the cache must fold in. */
  since(s: number, limit: number): Promise<readonly LedgerCommand[]>
  find(id: CmdId): Promise<LedgerCommand | null>
  lastS(): Promise<number>
  /** A person dealt with a rejected (and its held) command; optional new command replaces it. Audited. */
  settle(id: CmdId, replacement: NewCommand | null, audit: AuditEntry): Promise<Result<LedgerCommand | null>>
  /** Commands accepted under another epoch, by s: after an epoch change they are asked again. */
  acceptedOutside(epoch: string): Promise<readonly CmdId[]>
  /** Puts accepted commands that the platform has lost (a restored backup) back among those to be sent. */
  reopen(ids: readonly CmdId[]): Promise<void>
  /** A case's commands from lane number `from` on are to be sent again, rejected ones too: the platform misses them. How many. */
  reopenLane(lane: CaseId, from: number): Promise<number>
  saveDraft(draft: StoredDraft): Promise<Result<void>>
  /** Open ones, the earliest call first. */
  drafts(owner: PersonId): Promise<readonly StoredDraft[]>
  draft(id: DraftId): Promise<StoredDraft | null>
  draftCountOfOthers(person: PersonId | null): Promise<readonly { owner: PersonId; drafts: number }[]>
  /** Next case number of a day (YYYYMMDD) from the leased blocks, never twice; null when none is left. */
  takeNumber(day: string): Promise<CaseNo | null>
  addBlocks(blocks: readonly NumberBlock[]): Promise<void>
  /** Unused numbers per day that is not over, and the highest serial held. */
  numbersLeft(fromDay: string): Promise<readonly { day: string; left: number; last: number }[]>
  audit(entry: AuditEntry): Promise<void>
  /** Checks the file (a damaged one answers n 0) and walks both hash chains; the first broken entry, or null. */
  verify(): Promise<{ chain: 'commands' | 'audit'; n: number } | null>
  saveSignIn(signIn: StoredSignIn): Promise<void>
  currentSignIn(): Promise<StoredSignIn | null>
  getMeta(key: string): Promise<string | null>
  setMeta(key: string, value: string): Promise<void>
  close(): Promise<void>
}

export type { Base }
