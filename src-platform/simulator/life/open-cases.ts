// What the town knows of the hall's cases: those still under way, as the feed tells them.
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { StreamLine } from '#shared/platform-api/changes.ts'
import type { Change, ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { Health } from '#shared/platform-api/system.ts'
import type { PlatformLink } from './platform-link.ts'

export interface KnownCase {
  readonly row: CaseRow
  /** Somebody at a real seat has had it in hand: it stays with him. */
  readonly isHumans: boolean
}

/** Nobody can do anything to these any more, or nobody of the town will. */
const restingStates: readonly CaseRow['state'][] = ['refused', 'voided', 'on-account']

/** Nobody of the town takes up what has not been touched for longer than this. */
const LONGEST_OPEN_MS = 60 * 86_400_000

export class OpenCases {
  readonly #known = new Map<CaseId, KnownCase>()
  readonly #since: number
  readonly #onChange: (id: CaseId, known: KnownCase | null) => void

  /** `since`: acts at a seat before that are the past's. `onChange` hears of every case that came, changed or went (null). */
  constructor(since: number, onChange: (id: CaseId, known: KnownCase | null) => void) {
    this.#since = since
    this.#onChange = onChange
  }

  get size(): number {
    return this.#known.size
  }

  find(id: CaseId): KnownCase | null {
    return this.#known.get(id) ?? null
  }

  put(row: CaseRow): void {
    const isHumans = this.#known.get(row.id)?.isHumans ?? (row.seat !== null && row.reportedAt >= this.#since)
    if (isDone(row)) this.#known.delete(row.id)
    else this.#known.set(row.id, { row, isHumans })
    this.#onChange(row.id, this.find(row.id))
  }

  /** A change of the feed; flow records tell who has had the case in hand. */
  take({ kind, op, row }: Pick<Change, 'kind' | 'op' | 'row'>): void {
    // A past that is being written comes by here as well: what cannot matter is not read.
    if (op !== 'put' || row === null || this.#isPast(kind, row)) return
    if (kind === 'case') {
      const read = CaseRow.safeParse(row)
      if (read.success) this.put(read.data)
    } else if (kind === 'flow') {
      const read = FlowRecord.safeParse(row)
      if (read.success && read.data.seat !== null) this.#toHumans(read.data.caseId)
    }
  }

  #isPast(kind: string, { at, lastActAt }: Record<string, unknown>): boolean {
    if (kind === 'flow') return typeof at === 'number' && at < this.#since
    return typeof lastActAt === 'number' && lastActAt < this.#since - LONGEST_OPEN_MS
  }

  #toHumans(id: CaseId): void {
    const known = this.#known.get(id)
    if (known === undefined || known.isHumans) return
    this.#known.set(id, { ...known, isHumans: true })
    this.#onChange(id, { ...known, isHumans: true })
  }
}

/** A closed case still has a call back or an appeal before it; both are for the hall to see. */
function isDone(row: CaseRow): boolean {
  if (restingStates.includes(row.state)) return true
  return row.state === 'closed' && row.callBack !== 'due' && row.appeal !== 'asked'
}

export interface FeedOptions {
  readonly link: PlatformLink
  readonly token: string
  readonly from: Cursor
  readonly signal: AbortSignal
  readonly take: (change: Change) => void
  /** Hears why the stream broke before it is opened again. */
  readonly onBroken: (error: unknown) => void
  readonly pause: (ms: number) => Promise<void>
}

const AGAIN_MS = 1_000

/** Follows the feed until told to stop, from page to page and from stream to stream. */
export async function followFeed({ link, token, from, signal, take, onBroken, pause }: FeedOptions): Promise<void> {
  let { epoch, seq } = from
  const kinds = 'case,flow'
  const apply = (page: ChangesPage): void => {
    for (const change of page.changes) take(change)
    seq = page.next
  }
  const followOnce = async (): Promise<void> => {
    const path = `/v1/changes/stream?epoch=${epoch}&seq=${String(seq)}&kinds=${kinds}`
    for await (const text of link.lines(path, token, signal)) {
      const line = text === '' ? undefined : StreamLine.parse(JSON.parse(text))
      if (line?.type === 'page') apply(line.page)
    }
  }
  /** The store may have begun a new life; what was read in this run stands in it. */
  const learnEpoch = async (): Promise<void> => {
    const health = await link.ask(Health, '/v1/health', null)
    if (health.ok) epoch = health.value.epoch
  }
  const isOver = (): boolean => signal.aborted
  while (!isOver()) {
    await followOnce().catch((error: unknown) => {
      if (!isOver()) onBroken(error)
    })
    if (!isOver()) await pause(AGAIN_MS)
    if (!isOver()) await learnEpoch()
  }
}
