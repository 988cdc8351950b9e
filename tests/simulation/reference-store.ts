// The reference platform's memory: one life of a store. Independent of src-platform; written from reliability.md (d) alone.
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { FoldContext } from '#shared/domain/case/fold.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change, ChangesPage } from '#shared/platform-api/changes.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'

export interface Settled {
  readonly command: SeatCommand
  readonly outcome: Extract<Outcome, { result: 'accepted' | 'rejected' }>
}

/** Everything a backup holds. Rows and outcomes are never changed in place, so a copy of the maps is a backup. */
export class ReferenceStore {
  readonly epoch: string
  head = 0
  /** Where the head stood when this life began. */
  readonly beganAt: number
  readonly settled = new Map<string, Settled>()
  /** Last number of each `seat/lane`. */
  readonly lanes = new Map<string, number>()
  /** Ids of the flow records of a case, in order. */
  readonly flows = new Map<string, readonly string[]>()
  /** Contents of files of cases, by hash. */
  readonly files = new Map<string, Buffer>()
  readonly #entities = new Map<string, Change>()
  #rules: { readonly stamp: number; readonly rules: Omit<FoldContext, 'flowCount'> } | undefined
  #rulesStamp = 0

  constructor(epoch: string, beganAt = 0) {
    this.epoch = epoch
    this.beganAt = beganAt
  }

  /** A copy that goes on by itself. */
  copy(epoch = this.epoch): ReferenceStore {
    const copy = new ReferenceStore(epoch, epoch === this.epoch ? this.beganAt : this.head)
    copy.head = this.head
    for (const [key, { command, outcome }] of this.settled) {
      copy.settled.set(key, { command, outcome: outcome.result === 'accepted' ? { ...outcome, epoch } : outcome })
    }
    for (const [key, value] of this.lanes) copy.lanes.set(key, value)
    for (const [key, value] of this.flows) copy.flows.set(key, value)
    for (const [key, value] of this.files) copy.files.set(key, value)
    for (const [key, value] of this.#entities) copy.#entities.set(key, value)
    return copy
  }

  /** Writes the latest version of a row at the next seq; null is a tombstone. Answers the seq. */
  put(kind: string, id: string, ver: number, row: object | null): number {
    this.head += 1
    const key = `${kind}/${id}`
    // Taken out first, so that the map stays in the order of seqs.
    this.#entities.delete(key)
    this.#entities.set(key, { seq: this.head, kind, id, ver, op: row === null ? 'delete' : 'put', row: row as Change['row'] })
    if (kind !== 'case' && kind !== 'flow') this.#rulesStamp += 1
    return this.head
  }

  find(kind: string, id: string): Change | undefined {
    return this.#entities.get(`${kind}/${id}`)
  }

  case(id: string): CaseRow | null {
    return (this.find('case', id)?.row as CaseRow | null | undefined) ?? null
  }

  flowOf(id: string): FlowRecord[] {
    const rows = (this.flows.get(id) ?? []).map((flow) => this.find('flow', flow)?.row)
    return rows.filter((row) => row != null).map((row) => row as unknown as FlowRecord)
  }

  cases(): CaseRow[] {
    return [...this.#entities.values()]
      .filter(({ kind, row }) => kind === 'case' && row !== null)
      .map(({ row }) => row as unknown as CaseRow)
  }

  /** Every row that is not deleted, in the order of seqs. */
  *rows(): Generator<Change> {
    for (const change of this.#entities.values()) if (change.row !== null) yield change
  }

  addFlow(flow: FlowRecord): number {
    this.flows.set(flow.caseId, [...(this.flows.get(flow.caseId) ?? []), flow.id])
    return this.put('flow', flow.id, 1, flow)
  }

  /** Case and story leave the hall's scope. */
  remove(id: CaseId): void {
    for (const flow of this.flows.get(id) ?? []) this.put('flow', flow, 2, null)
    this.put('case', id, (this.case(id)?.ver ?? 0) + 1, null)
  }

  /** Changes after a seq, oldest first. */
  page(from: number, limit: number, time: number): ChangesPage {
    const changes: Change[] = []
    let more = false
    for (const change of this.#entities.values()) {
      if (change.seq <= from) continue
      more = changes.length === limit
      if (more) break
      changes.push(change)
    }
    const next = more ? changes.at(-1)!.seq : this.head
    return { epoch: this.epoch, schema: FEED_SCHEMA, from, next, head: this.head, more, time, changes }
  }

  rules(): Omit<FoldContext, 'flowCount'> {
    if (this.#rules?.stamp !== this.#rulesStamp) this.#rules = { stamp: this.#rulesStamp, rules: this.#readRules() }
    return this.#rules.rules
  }

  #readRules(): Omit<FoldContext, 'flowCount'> {
    const departments = [...this.#entities.values()]
      .filter(({ kind, row }) => kind === 'department' && row !== null)
      .map(({ id }) => id)
    return {
      catalogue: viewCatalogue(CatalogueData.parse(this.find('catalogue', 'current')?.row)),
      calendar: createWorkCalendar(CalendarData.parse(this.find('calendar', 'current')?.row)),
      departments: new Set(departments),
    }
  }
}
