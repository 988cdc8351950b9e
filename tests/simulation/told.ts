import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { Change, ChangesPage, Cursor } from '#shared/platform-api/changes.ts'

/**
 * What a seat's cache has been told, kept apart from the cache: pages it was given, by cursor. Whatever the cache says its
 * cursor is, its base rows must be exactly the pages up to there.
 */
export class Told {
  #pages: ChangesPage[] = []
  /** Given to the cache, which has not answered: the machine may have stopped before or after it was written. */
  #offered: ChangesPage | null = null
  #rows = new Map<string, Change>()
  #at: Cursor | null = null

  /** A page goes to the cache. */
  offer(page: ChangesPage): void {
    this.#offered = page
  }

  /** The cache has answered about the page it was offered last. When it never answers, the cursor will tell. */
  answer(isTaken: boolean): void {
    if (isTaken && this.#offered !== null) this.#pages.push(this.#offered)
    this.#offered = null
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

  case(id: string): CaseRow | null {
    return (this.#rows.get(`case/${id}`)?.row as CaseRow | null | undefined) ?? null
  }

  row(kind: string, id: string): Change['row'] {
    return this.#rows.get(`${kind}/${id}`)?.row ?? null
  }

  idsOf(kind: string): string[] {
    return [...this.#rows.values()].filter((change) => change.kind === kind && change.row !== null).map(({ id }) => id)
  }

  hasFlow(id: string): boolean {
    return this.row('flow', id) !== null
  }

  flowOf(caseId: string): FlowRecord[] {
    const rows = [...this.#rows.values()]
      .filter(({ kind, row }) => kind === 'flow' && row !== null)
      .map(({ row }) => row as unknown as FlowRecord)
    return rows.filter((row) => row.caseId === caseId).sort((a, b) => a.n - b.n)
  }

  #take(page: ChangesPage): void {
    for (const change of page.changes) {
      this.#rows.set(`${change.kind}/${change.id}`, change)
      if (change.kind === 'case' && change.row === null) this.#dropFlows(change.id)
    }
    this.#at = { epoch: page.epoch, seq: page.next }
  }

  /** A case that leaves takes its story with it. */
  #dropFlows(caseId: string): void {
    for (const [key, { kind, row }] of this.#rows) if (kind === 'flow' && row?.['caseId'] === caseId) this.#rows.delete(key)
  }

  #forget(): void {
    this.#forgetRows()
    this.#pages = []
    this.#offered = null
  }

  #forgetRows(): void {
    this.#rows = new Map()
    this.#at = null
  }
}
