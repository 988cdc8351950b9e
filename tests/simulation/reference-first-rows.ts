// What a seat without data may begin with, as a platform serves it, and what may be wrong about it. Written from the contract
// (snapshot.ts): rules, people and the open cases, those due first, in the shape of the feed.
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import type { FirstRows } from '#shared/platform-api/snapshot.ts'
import type { FirstRowsDeed } from './first-rows-plan.ts'
import type { ReferenceStore } from './reference-store.ts'

/**
 * What is wrong: an answer of some time ago out of somebody's store, one of another life with a case that never was and versions
 * that are far ahead, something that is no such answer.
 */
export const firstRowFaults = ['old', 'other-life', 'broken'] as const
export type FirstRowFault = (typeof firstRowFaults)[number]

const KINDS = ['settings', 'catalogue', 'calendar', 'department', 'person']
/** Versions of another life. */
const AHEAD = 50

export class ReferenceFirstRows {
  #wrong: object | null = null
  /** How long the platform takes over them. */
  #tookMs = 0

  begin(deed: FirstRowsDeed, store: ReferenceStore, time: number): void {
    if (deed.do === 'first-rows-late') {
      this.#tookMs = deed.tookMs
      return
    }
    const { fault } = deed
    const rows = firstRowsOf(store, time)
    this.#wrong = fault === 'old' ? rows : fault === 'broken' ? { ...rows, changes: null } : ofAnotherLife(rows)
  }

  end(): void {
    this.#tookMs = 0
    this.#wrong = null
  }

  get tookMs(): number {
    return this.#tookMs
  }

  answer(store: ReferenceStore, time: number): object {
    return this.#wrong ?? firstRowsOf(store, time)
  }
}

function firstRowsOf(store: ReferenceStore, time: number): FirstRows {
  const all = [...store.rows()]
  const rules = KINDS.flatMap((of) => all.filter(({ kind }) => kind === of))
  const open = all.filter(({ kind, row }) => kind === 'case' && !['closed', 'voided'].includes(rowOf(row).state))
  const byDue = open.sort((a, b) => (rowOf(a.row).dueAt ?? Infinity) - (rowOf(b.row).dueAt ?? Infinity) || a.seq - b.seq)
  const changes = [...rules, ...byDue]
  return { epoch: store.epoch, schema: FEED_SCHEMA, seq: store.head, time, changes, openCases: open.length }
}

function ofAnotherLife(rows: FirstRows): FirstRows {
  const ahead = rows.changes.map((change) =>
    change.kind === 'case' ? { ...change, ver: change.ver + AHEAD, row: { ...change.row, ver: change.ver + AHEAD } } : change,
  )
  const [one] = ahead.filter(({ kind }) => kind === 'case')
  const id = one === undefined ? '' : `${one.id.slice(0, -4)}0000`
  const ghost = one === undefined ? [] : [{ ...one, id, row: { ...one.row, id } }]
  return { ...rows, epoch: 'life-0', changes: [...ahead, ...ghost] }
}

/** Rows of the oracle: their schema holds. */
const rowOf = (row: Change['row']): CaseRow => row as unknown as CaseRow
