// What the host can ask of the ledger worker. Every promise that resolves means: on disk (FULL), or it was a read.
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import type { CaseId, CaseNo, CmdId, DraftId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Base, Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import type { NumberBlock } from '#shared/platform-api/people.ts'
import type { AuditApi } from './audit-api.ts'

/** One act on its way into the ledger; the ledger gives `s`, lane numbers, `prev` and `hash`. */
export interface NewCommand {
  readonly id: CmdId
  readonly caseId: CaseId
  /** `chain` = after my own last unsettled life-cycle command of this case, or the version given when there is none. */
  readonly base: { readonly chain: SeenChain } | null
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
  /** Name of the case's class, for the tray. Not sent. */
  readonly className: string
  /** 原来: the row the person saw, null for the act that makes the case. Not sent; kept while the command may be disputed. */
  readonly ground: CaseRow | null
  /** Who ordered it while the platform was away. Not sent. */
  readonly claim?: Claim | null
}

/** What whoever decided saw of a case. */
export interface SeenChain {
  readonly ver: number
  /** The story ends with a neighbour's pending act, so the command builds on that one. */
  readonly over?: PendingTip
  /** The acts that the story held: nothing is built on an own one that moved the case and is not among them. */
  readonly seen?: readonly CmdId[]
  /** Those of them that the platform's feed has brought: `ver` holds them, also where its answer to an own one is lost. */
  readonly told?: readonly CmdId[]
}

/** Of those accepted in one life of the platform's store: stored before number `before`, done since `from` (epoch ms). */
export interface AcceptedAsk {
  readonly epoch: string
  readonly before: number
  readonly from: number
  readonly limit: number
}

/** The neighbour's act that a case's story ends with, and the own pending acts of the case that stand before it. */
export interface PendingTip {
  readonly after: CmdId
  readonly own: readonly CmdId[]
}

/** granted 本厅裁定: the hall's relay has ordered the act; unordered 未裁定: there was none to ask. */
export interface Claim {
  readonly word: 'granted' | 'unordered'
  readonly relay: SeatId | null
}

/** An act of another seat that its own host still has to send; never sent from here. */
export interface NeighbourCommand {
  readonly command: SeatCommand
  readonly personName: string
  readonly no: CaseNo | null
  readonly claim: Claim | null
}

/** How far the chain of a neighbour's ledger is known here. */
export interface NeighbourHead {
  readonly s: number
  readonly hash: string
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
  readonly claim?: Claim | null
}

/** What the tray asks for; `text` is looked for in number, class and person, `actions` are further acts that fit the text. */
export interface TrayAsk {
  readonly show: 'all' | 'person' | 'waiting'
  readonly text: string
  readonly actions: readonly CaseAction[]
  readonly offset: number
  readonly limit: number
}

/**
 * One line of the tray. Order: what waits for a person first, held ones beneath their cause; then what waits to be sent, by s.
 */
export interface TrayLine {
  readonly id: CmdId
  readonly s: number
  readonly caseId: CaseId
  readonly no: CaseNo | null
  readonly className: string
  readonly action: CaseAction
  readonly at: number
  readonly personName: string
  readonly standing: CommandStanding
  /** Code of the platform's refusal. */
  readonly code: string | null
  /** Of a held one: the rejected command it hangs on. */
  readonly causeId: CmdId | null
  /** Place among the waiting ones, from 1. */
  readonly position: number | null
  /** Place of the waiting one before it in its case, which goes first. */
  readonly after: number | null
  /** Who ordered it while the platform was away; absent where nobody had to. */
  readonly claim?: Claim['word']
}

export interface TrayPage {
  readonly lines: readonly TrayLine[]
  readonly total: number
}

export interface TrayCounts {
  readonly waiting: number
  readonly rejected: number
  readonly held: number
  /** When the oldest of them was done. */
  readonly oldestAt: number | null
}

export interface Settlement {
  readonly id: CmdId
  /** What is held because of it is settled with it; else it stays in the tray. */
  readonly along: boolean
  /** New commands in its place, in order. */
  readonly replacements: readonly NewCommand[]
}

export interface Settled {
  readonly ids: readonly CmdId[]
  readonly appended: readonly LedgerCommand[]
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

/** A file that lies sealed in this machine's store, and the case or draft that holds it. */
export interface StagedFile {
  /** SHA-256 of the content, lower-case hex. */
  readonly hash: string
  readonly size: number
  readonly mime: string
  readonly caseId: CaseId
  readonly name: string
  readonly use: Attachment['use']
  readonly stagedAt: number
}

export interface StoredUse {
  readonly caseId: CaseId
  readonly name: string
  readonly use: Attachment['use']
  readonly stagedAt: number
  /** The newest act that names it; null while none does, and then it is not sent. */
  readonly commandId: CmdId | null
}

export interface StoredAttachment {
  readonly hash: string
  readonly size: number
  readonly mime: string
  readonly stagedAt: number
  readonly state: 'staged' | 'sending' | 'confirmed' | 'failed'
  /** Path of the upload under way at the platform. */
  readonly upload: string | null
  /** How far it had come when last noted: a hint for people, never where to go on. */
  readonly sent: number
  readonly attempts: number
  /** Code of the last refusal. */
  readonly error: string | null
  readonly uses: readonly StoredUse[]
}

export type AttachmentNote = Partial<Pick<StoredAttachment, 'state' | 'upload' | 'sent' | 'attempts' | 'error'>>

export interface LedgerHeads {
  /** Raised by every recovery. */
  readonly generation: number
  readonly changes: number
  readonly s: number
  readonly hash: string
  readonly auditN: number
  readonly auditHash: string
}

export interface LedgerApi extends AuditApi {
  /**
   * Appends all or none, in order, in one FULL transaction; answers them as stored. `written`: the words that were kept for
   * them, or the draft of a call they were made of, are over with it.
   */
  append(
    commands: readonly NewCommand[],
    audit: AuditEntry | null,
    written?: DraftId,
  ): Promise<Result<readonly LedgerCommand[]>>
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
  /** One page of the tray, see {@link TrayLine}; opens no command. */
  trayPage(ask: TrayAsk): Promise<TrayPage>
  trayCounts(): Promise<TrayCounts>
  /** Waiting commands of a case with their places in the outbox, by s. */
  waitingOf(caseId: CaseId): Promise<readonly TrayLine[]>
  /** 原来: the row a command was based on; null where it made the case or none is kept. */
  ground(id: CmdId): Promise<CaseRow | null>
  /** What is held because of a rejected command, directly or not, by s. */
  dependents(id: CmdId): Promise<readonly LedgerCommand[]>
  /** A person dealt with a rejected or held command; audited in the same transaction. */
  settle(settlement: Settlement, audit: AuditEntry): Promise<Result<Settled>>
  /** Puts settled ones back where they were: rejected or held. Refuses 'not-resolvable' when one is not settled. Audited. */
  takeBack(ids: readonly CmdId[], audit: AuditEntry): Promise<Result<void>>
  /** Commands accepted under another epoch and done since `from`, by s: after an epoch change they are asked again. */
  acceptedOutside(epoch: string, from: number): Promise<readonly CmdId[]>
  /** Own commands accepted under an epoch, the newest first. */
  acceptedWithin(ask: AcceptedAsk): Promise<readonly { readonly s: number; readonly id: CmdId }[]>
  /** Puts accepted commands that the platform has lost (a restored backup) back among those to be sent. */
  reopen(ids: readonly CmdId[]): Promise<void>
  /** A case's commands from lane number `from` on are to be sent again, rejected ones too: the platform misses them. How many. */
  reopenLane(lane: CaseId, from: number): Promise<number>
  saveDraft(draft: StoredDraft): Promise<Result<void>>
  /** Open ones, the earliest call first. */
  drafts(owner: PersonId): Promise<readonly StoredDraft[]>
  /** Words of a person for steps that are not taken yet, the latest first. */
  steps(owner: PersonId): Promise<readonly StoredDraft[]>
  endStep(id: DraftId): Promise<Result<void>>
  draft(id: DraftId): Promise<StoredDraft | null>
  draftCountOfOthers(person: PersonId | null): Promise<readonly { owner: PersonId; drafts: number }[]>
  /** Next case number of a day (YYYYMMDD) from the leased blocks, never twice; null when none is left. */
  takeNumber(day: string): Promise<CaseNo | null>
  addBlocks(blocks: readonly NumberBlock[]): Promise<void>
  /** Unused numbers per day that is not over, and the highest serial held. */
  numbersLeft(fromDay: string): Promise<readonly { day: string; left: number; last: number }[]>
  audit(entry: AuditEntry): Promise<void>
  /** Checks the file (a damaged one answers n 0) and walks both hash chains; the first broken entry, or null. */
  verify(): Promise<{ chain: 'commands' | 'audit' | 'records'; n: number } | null>
  /** Where both chains end and how often the ledger was changed, for anchors. */
  heads(): Promise<LedgerHeads>
  /** Hashes at these numbers: null where nothing stands, 64 zeros for 0. */
  hashesAt(s: number, auditN: number): Promise<{ readonly hash: string | null; readonly auditHash: string | null }>
  /** Together with the entry that says what happened: neither stands without the other. */
  saveSignIn(signIn: StoredSignIn, audit: AuditEntry | null): Promise<void>
  currentSignIn(): Promise<StoredSignIn | null>
  getMeta(key: string): Promise<string | null>
  setMeta(key: string, value: string): Promise<void>
  /** A sealed copy is in its place. Rejects with a RefusalError when the disk fails. */
  stageAttachment(staged: StagedFile): Promise<Result<void>>
  /** What the platform has not confirmed, the oldest first. */
  openAttachments(): Promise<readonly StoredAttachment[]>
  /** Released by an act and not failed, the oldest first. */
  sendableAttachments(limit: number): Promise<readonly StoredAttachment[]>
  attachment(hash: string): Promise<StoredAttachment | null>
  attachmentsOfCase(caseId: CaseId): Promise<readonly StoredAttachment[]>
  noteAttachment(hash: string, note: AttachmentNote): Promise<void>
  /** The platform may have lost these, although it had confirmed them: they are asked after, and sent again if need be. */
  reopenAttachments(hashes: readonly string[]): Promise<void>
  /** Forgets an unnamed file of a case ('file-in-use' when an act names it); true when nobody holds its content any more. */
  dropAttachment(hash: string, caseId: CaseId): Promise<Result<boolean>>
  /** Staged before `before`, named by no act, and the draft is over. */
  strayAttachments(before: number): Promise<readonly { hash: string; caseId: CaseId }[]>
  /** Numbers of the own commands that wait to be sent, for the neighbours. */
  waitingNumbers(): Promise<readonly number[]>
  /** Own commands by number; numbers nobody gave are left out. */
  commandsAt(numbers: readonly number[]): Promise<readonly LedgerCommand[]>
  /**
   * Keeps commands of one neighbour. Those whose number came with another hash before are replaced: its ledger is another one.
   */
  keepNeighbours(seat: SeatId, commands: readonly NeighbourCommand[]): Promise<void>
  /** Their own host has said what became of them. */
  dropNeighbours(ids: readonly CmdId[]): Promise<void>
  /** Forgets everything of neighbours other than these. */
  forgetNeighboursBut(seats: readonly SeatId[]): Promise<void>
  /** By seat and number; records that fail their mark are left out, their host tells them again. */
  neighbours(): Promise<readonly NeighbourCommand[]>
  neighbourHead(seat: SeatId): Promise<NeighbourHead | null>
  close(): Promise<void>
}

export type { Base }
