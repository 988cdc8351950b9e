// What the host can ask of the cache: one writer (feed and overlay in, revisions out) and readers.
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import type { Change, ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type {
  ComponentRow,
  DepartmentRow,
  DutyGridRow,
  GridRow,
  HallSettings,
  BasemapSettings,
} from '#shared/platform-api/rows.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import type { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import type { StoredList } from '#shared/cache-schema/index.ts'
import type { CaseBrief, WorkListId } from '#shared/contracts/cases.contract.ts'
import type { CasePin, TileLayer } from '#shared/contracts/map.contract.ts'
import type { EvaluationApi } from './evaluation-api.ts'
import type { LedgerCommand, NeighbourCommand, PendingTip } from './ledger-api.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { BucketReply, DigestBucket } from '#shared/platform-api/digests.ts'

/** What a write changed, so that doors fan out only that. */
export interface CacheChange {
  readonly cases: readonly CaseId[]
  /** Entity kinds other than case and flow that changed. */
  readonly kinds: readonly string[]
  readonly cursor: Cursor | null
  readonly appliedS: number
}

/** Why a page was not applied. `gap`: it does not begin at the cursor, or its seqs are not in order. */
export type PageRefusal = 'epoch' | 'gap' | 'schema' | 'unknown-op'

/** A neighbour's command that does not wait any more; `accepted`: where its effect stands in the feed, null when it has none. */
export interface NeighbourGone {
  readonly id: CmdId
  readonly accepted: Cursor | null
}

export interface CacheWriterApi {
  /**
   * Applies one feed page: base rows, effective rows, indexes and cursor in one transaction. Refused when `from` is not the
   * cursor.
   */
  applyPage(page: ChangesPage): Promise<{ applied: true; change: CacheChange } | { applied: false; why: PageRefusal }>
  /**
   * Folds own commands over the base rows; those folded in already are skipped, so repeating is harmless, and one that comes
   * after a later one is still taken. `completeAfter`: these are all the ledger has to fold in after that number (as `since`
   * answers).
   */
  overlay(commands: readonly LedgerCommand[], completeAfter?: number): Promise<CacheChange>
  /** What became of commands: accepted ones leave the overlay when the cursor has passed their seq, others at once. */
  settle(outcomes: readonly Outcome[]): Promise<CacheChange>
  /** Folds acts of other seats in; repeating is harmless. */
  overlayNeighbours(commands: readonly NeighbourCommand[]): Promise<CacheChange>
  /** Acts of other seats that are folded in; accepted ones wait for the feed only. */
  neighboursShown(): Promise<readonly { readonly id: CmdId; readonly isAccepted: boolean }[]>
  /** What their own hosts say became of them. */
  settleNeighbours(gone: readonly NeighbourGone[]): Promise<CacheChange>
  /** Drops what neighbours said was accepted in a life that this cache does not read; null when there is none. */
  leaveOtherLives(): Promise<CacheChange | null>
  cursor(): Promise<Cursor | null>
  /** It shows what a cache of an older form had, and has read nothing of the feed. */
  isCarried(): Promise<boolean>
  appliedS(): Promise<number>
  /** The number after which the ledger should be asked at start: before appliedS where a command may have been missed. */
  foldFrom(): Promise<number>
  /** Commands in the overlay, by s; after a crash the ledger may know outcomes of theirs that never came here. */
  pendingIds(): Promise<readonly CmdId[]>
  /**
   * Takes rows into a cache that has not read any page yet, so that something can be shown; the cursor stays where it is, and the
   * feed or a snapshot brings the same rows again. Changes nothing once a page has been read.
   */
  begin(rows: readonly Change[]): Promise<CacheChange>
  /**
   * Makes the rows of a bucket what the platform says they are, in one transaction; the cursor must stand at the bucket's seq or
   * after it. `passedOver`: ids the feed has brought since then.
   */
  mend(bucket: BucketReply, passedOver: readonly string[]): Promise<CacheChange>
  /** How often rows of each kind have changed. */
  revisions(): Promise<Readonly<Record<string, number>>>
  /** Removes files of caches that do not count any more. */
  sweep(): Promise<void>
  close(): Promise<void>
}

/** The writer of a second cache that is filled beside the running one. */
export interface ShadowWriterApi extends CacheWriterApi {
  /** From now on this is the cache of the folder, on disk when it answers; its revisions go on beyond the given ones. */
  takeOver(revisions: Readonly<Record<string, number>>): Promise<void>
  /** Gives it up and removes its file; ends the writer like `close`. */
  discard(): Promise<void>
}

/** Sort and count inputs of a case as lists show it, straight from its columns. */
export type BriefRow = CaseBrief

export interface CacheReaderApi extends EvaluationApi {
  workList(list: StoredList, offset: number, limit: number): Promise<{ rows: readonly BriefRow[]; total: number }>
  /** total, and how many are past due or past three quarters of the limit at `now`. */
  workListCounts(now: number): Promise<readonly { list: WorkListId; total: number; attention: number; overdue: number }[]>
  /** Effective row, its base where commands are pending, and its flow (pending records last, in order). */
  caseById(id: CaseId): Promise<{
    row: CaseRow
    base: CaseRow | null
    flow: readonly (FlowRecord & { pending: boolean; claim?: 'granted' | 'unordered' })[]
    /** Own pending acts that this copy knows of, folded or not. */
    own: readonly CmdId[]
    tip?: PendingTip
    /** The newest own act that moves the case and waits, where it cannot be folded: the next one builds on it all the same. */
    unshown?: CmdId
  } | null>
  briefs(ids: readonly CaseId[]): Promise<readonly BriefRow[]>
  /** Case number (prefix), address, description, class name; newest first (ADR 005: bigrams). */
  searchCases(text: string, limit: number): Promise<readonly { brief: BriefRow; excerpt: string }[]>
  searchPlaces(
    text: string,
    limit: number,
  ): Promise<
    readonly {
      id: string
      name: string
      detail: string
      kind: 'place' | 'street' | 'component' | 'grid'
      lng: number
      lat: number
    }[]
  >
  /** Live cases of a class within radius and age of a point. */
  nearbyCases(classCode: string, lng: number, lat: number, radiusM: number, sinceAt: number): Promise<readonly BriefRow[]>
  casesByPhoneKey(
    phoneKey: string,
    limit: number,
  ): Promise<{
    total: number
    rows: readonly BriefRow[]
    /** What the caller said when called back last, and of which case. */
    lastAnswer: { satisfied: boolean; reportedAt: number } | null
  }>
  pins(bbox: readonly [number, number, number, number], limit: number): Promise<{ pins: readonly CasePin[]; total: number }>
  pressing(now: number, limit: number): Promise<readonly CasePin[]>
  figures(
    now: number,
    dayStart: number,
  ): Promise<{
    reportedToday: number
    filedToday: number
    closedToday: number
    open: number
    overdue: number
    emergency: number
    pending: number
  }>
  gridAt(lng: number, lat: number): Promise<GridRow | null>
  dutyGrid(code: string): Promise<DutyGridRow | null>
  component(code: string): Promise<ComponentRow | null>
  componentsNear(
    lng: number,
    lat: number,
    radiusM: number,
    limit: number,
  ): Promise<readonly (ComponentRow & { distanceM: number })[]>
  nearestStreet(lng: number, lat: number): Promise<{ name: string; distanceM: number } | null>
  departments(): Promise<readonly DepartmentRow[]>
  people(): Promise<readonly PersonRow[]>
  cameras(): Promise<readonly CameraRow[]>
  vehicles(): Promise<readonly VehicleRow[]>
  /** Machines of the hall that can be reached. */
  devices(): Promise<readonly DeviceRow[]>
  person(id: string): Promise<PersonRow | null>
  catalogue(): Promise<CatalogueData | null>
  calendar(): Promise<CalendarData | null>
  hallSettings(): Promise<HallSettings | null>
  basemapSettings(): Promise<BasemapSettings | null>
  departmentHistory(
    classCode: string,
    sinceAt: number,
  ): Promise<
    readonly {
      department: string
      handled: number
      onTime: number | null
      returns: number
      meanMs: number | null
      open: number
    }[]
  >
  counts(): Promise<{ cases: number; components: number; grids: number; features: number }>
  handover(now: number): Promise<{ overdue: number; dueWithinHour: number }>
  /** How often each layer's rows have changed; a window fetches tiles anew when it differs. */
  revisions(): Promise<Readonly<Record<TileLayer, number>>>
  /**
   * Encoded vector tile of one layer; empty bytes when nothing is there. MVT layers: `grids`, `components`, `cases` as asked;
   * of the base map one for each layer of MapFeature. Areas and lines up to zoom 18, points at any zoom.
   */
  tile(layer: TileLayer, z: number, x: number, y: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** A reader that can be moved to the file that counts now. */
export interface MovableReaderApi extends CacheReaderApi {
  reopen(): Promise<void>
}

/** Where a check of pages goes on; null: at the beginning. */
export type CheckPosition = { readonly part: number; readonly after: string | number | null } | null

/** Looks after the cache from a thread of its own. */
export interface CacheInspectorApi {
  /** Digests of the platform's rows, all of one moment, with the cursor of that moment. */
  digests(): Promise<{ readonly cursor: Cursor | null; readonly buckets: readonly DigestBucket[] }>
  /** Names, as `kind/bucket`, of the buckets that rows belong to. */
  bucketsOf(rows: readonly { readonly kind: string; readonly id: string }[]): Promise<readonly string[]>
  /** One slice of a check of all pages and documents; `fault` names what is damaged, `next` is null at the end. */
  check(from: CheckPosition): Promise<{ readonly fault: string | null; readonly next: CheckPosition }>
  close(): Promise<void>
}
