import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { Change, ChangesPage, Cursor } from '#shared/platform-api/changes.ts'

/** Rows that went wrong behind the product's back, by kind and id; the case whose picture suffers, when it is one's. */
export type Spoilt = ReadonlyMap<string, string | null>

const keyOf = ({ kind, id }: Pick<Change, 'kind' | 'id'>): string => `${kind}/${id}`

/**
 * What a seat's cache has been told, kept apart from the cache: pages it was given, by cursor. Whatever the cache says its
 * cursor is, its base rows must be exactly the pages up to there.
 */
export class Told {
  #pages: ChangesPage[] = []
  /** Given to the cache, which has not answered: the machine may have stopped before or after it was written. */
  #offered: ChangesPage | null = null
  #rows = new Map<string, Change>()
  #flows = new Map<string, Map<string, FlowRecord>>()
  /** Acts of which the feed has told, also where it has taken them away again with their case. */
  #arrived = new Set<string>()
  /** Given to begin with; what no page has brought by the time it comes to the head is gone. */
  #first = new Map<string, Change>()
  #at: Cursor | null = null
  readonly #spoilt = new Map<string, string | null>()
  /** Raised whenever a row begins or ceases to be spoilt. */
  spoils = 0
  /** Rows of cases that were lost: their texts stay in the index until the bucket of a case is mended. */
  textsLost = 0
  /** Raised when a row comes that folding asks for. */
  rulesChanges = 0

  /** A page goes to the cache. */
  offer(page: ChangesPage): void {
    this.#offered = page
  }

  /** The cache has answered about the page it was offered last. When it never answers, the cursor will tell. */
  answer(isTaken: boolean): void {
    if (isTaken && this.#offered !== null) this.#pages.push(this.#offered)
    this.#offered = null
  }

  /** No page has come to it yet. */
  get hasNothing(): boolean {
    return this.#at === null && this.#pages.length === 0
  }

  /** The cache stands here now. False: no pages lead there. */
  moveTo(cursor: Cursor | null): boolean {
    if (cursor === null) {
      this.#forget()
      return true
    }
    if (this.#at?.epoch !== cursor.epoch || cursor.seq < this.#at.seq) this.#forgetRows()
    for (const page of [...this.#pages, ...(this.#offered === null ? [] : [this.#offered])]) {
      if (page.epoch === cursor.epoch && page.from === (this.#at?.seq ?? 0) && page.next <= cursor.seq) this.#take(page)
    }
    this.#pages = []
    return (this.#at?.seq ?? 0) === cursor.seq
  }

  /** A file that somebody else has filled: everything in it counts as told. */
  startFrom(page: ChangesPage): void {
    this.#forget()
    this.#take(page)
  }

  /** Rows to begin with, in place of those that were given before. */
  begin(rows: readonly Change[]): void {
    this.#first = new Map(rows.map((row) => [keyOf(row), row]))
    this.rulesChanges += 1
    this.spoils += 1
  }

  case(id: string): CaseRow | null {
    return (this.row('case', id) as CaseRow | null | undefined) ?? null
  }

  /** The feed has told that the case is not of this hall any more. */
  hasLeft(caseId: string): boolean {
    return this.#rows.get(`case/${caseId}`)?.row === null
  }

  row(kind: string, id: string): Change['row'] {
    const key = `${kind}/${id}`
    return (this.#rows.get(key) ?? this.#first.get(key))?.row ?? null
  }

  /** Only rows to begin with have told of it yet. */
  isFirst(kind: string, id: string): boolean {
    return this.#first.has(`${kind}/${id}`)
  }

  rowsOf(kind: string): Change[] {
    return [...this.#rows.values(), ...this.#first.values()].filter((change) => change.kind === kind && change.row !== null)
  }

  hasFlow(id: string): boolean {
    return this.row('flow', id) !== null
  }

  hasArrived(id: string): boolean {
    return this.#arrived.has(id)
  }

  flowOf(caseId: string): FlowRecord[] {
    return [...(this.#flows.get(caseId)?.values() ?? [])].sort((a, b) => a.n - b.n)
  }

  get spoilt(): Spoilt {
    return this.#spoilt
  }

  /** A row of the cache is not what was told any more. */
  spoil(change: Pick<Change, 'kind' | 'id'>, caseId: string | null): void {
    this.#spoilt.set(keyOf(change), caseId)
    this.spoils += 1
  }

  /** Rows have been set right; they must be what was told again. Answers how many of them had gone wrong. */
  mend(isMended: (kind: string, id: string) => boolean): number {
    const mended = this.#spoiltOf(isMended)
    for (const key of mended) this.#spoilt.delete(key)
    this.spoils += 1
    return mended.length
  }

  countSpoilt(isMeant: (kind: string, id: string) => boolean): number {
    return this.#spoiltOf(isMeant).length
  }

  #spoiltOf(isMeant: (kind: string, id: string) => boolean): string[] {
    return [...this.#spoilt.keys()].filter((key) => {
      const at = key.indexOf('/')
      return isMeant(key.slice(0, at), key.slice(at + 1))
    })
  }

  /** Nothing can be said at present of how a case looks: it, or something it is made of, has gone wrong. */
  isSpoilt(caseId: string): boolean {
    for (const of of this.#spoilt.values()) if (of === null || of === caseId) return true
    return false
  }

  #take(page: ChangesPage): void {
    for (const change of page.changes) {
      const { kind, id, row } = change
      this.#first.delete(keyOf(change))
      if (kind === 'flow') this.#takeFlow(id, row)
      this.#rows.set(keyOf(change), change)
      if (kind === 'case' && row === null) this.#dropFlows(id)
      if (kind !== 'case' && kind !== 'flow') this.rulesChanges += 1
    }
    if (page.next >= page.head && this.#first.size > 0) {
      this.#first.clear()
      this.rulesChanges += 1
    }
    this.#at = { epoch: page.epoch, seq: page.next }
  }

  #takeFlow(id: string, row: Change['row']): void {
    const before = this.#rows.get(`flow/${id}`)?.row as unknown as FlowRecord | null | undefined
    if (before != null) this.#flows.get(before.caseId)?.delete(id)
    if (row === null) return
    this.#arrived.add(id)
    // Rows of the oracle: their schema holds.
    const flow = row as unknown as FlowRecord
    const known = this.#flows.get(flow.caseId) ?? new Map<string, FlowRecord>()
    this.#flows.set(flow.caseId, known.set(id, flow))
  }

  /** A case that leaves takes its story with it. */
  #dropFlows(caseId: string): void {
    for (const id of this.#flows.get(caseId)?.keys() ?? []) this.#rows.delete(`flow/${id}`)
    this.#flows.delete(caseId)
  }

  #forget(): void {
    this.#forgetRows()
    this.#pages = []
    this.#offered = null
  }

  #forgetRows(): void {
    this.#rows = new Map()
    this.#flows = new Map()
    this.#arrived = new Set()
    this.#spoilt.clear()
    this.textsLost = 0
    this.#at = null
    this.rulesChanges += 1
  }
}
