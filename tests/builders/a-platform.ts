// A platform in a few lines, to test seats against: the same fold, a feed that keeps the latest version of each row, outcomes
// by id.
import type { Act } from '#shared/domain/case/acts.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { plainCalendarData } from '#shared/domain/limits/calendar-data.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change, ChangesPage } from '#shared/platform-api/changes.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { LedgerCommand } from '#main/db/ledger-api.ts'
import { MONDAY_NINE, smallCatalogue, storyHall } from './case-story.ts'

export class TestPlatform {
  readonly epoch: string
  readonly outcomes = new Map<CmdId, Outcome>()
  readonly #entities = new Map<string, Change>()
  #seq = 0

  constructor(epoch = 'epoch-1') {
    this.epoch = epoch
    this.put('catalogue', 'current', smallCatalogue)
    this.put('calendar', 'current', plainCalendarData)
    for (const id of ['water', 'roads', 'green'])
      this.put('department', id, { id, name: `${id} 单位`, phone: null, duties: [], external: false })
    this.put('person', '1001', {
      ...{ id: '1001', name: '王丽', posts: ['acceptor'], department: null },
      ...{ dutyGrid: null, active: true, verifier: null, phone: null },
    })
  }

  get head(): number {
    return this.#seq
  }

  /** Writes a row; returns its seq. */
  put(kind: string, id: string, row: object | null, ver = 1): number {
    this.#seq += 1
    const key = `${kind}/${id}`
    this.#entities.delete(key)
    this.#entities.set(key, { seq: this.#seq, kind, id, ver, op: row === null ? 'delete' : 'put', row: row as Change['row'] })
    return this.#seq
  }

  case(id: CaseId): CaseRow | null {
    return (this.#entities.get(`case/${id}`)?.row as CaseRow | undefined) ?? null
  }

  flowOf(id: CaseId): FlowRecord[] {
    const rows = [...this.#entities.values()].filter(({ kind }) => kind === 'flow').map(({ row }) => row as unknown as FlowRecord)
    return rows.filter(({ caseId }) => caseId === id).sort((a, b) => a.n - b.n)
  }

  /** Takes a command out of a seat's ledger: once, in the order of its lane, on the base it names. */
  take({ command, personName }: LedgerCommand): Outcome {
    const known = this.outcomes.get(command.id)
    if (known !== undefined) return known
    const { id, caseId, at, person, post, seat, offline, timeDoubt, body } = command
    const base = this.#checkBase(command)
    const outcome = base.ok
      ? this.#settle(id, this.act({ id, caseId, at, person, personName, post, seat, offline, timeDoubt, body }))
      : this.#settle(id, base)
    this.outcomes.set(id, outcome)
    return outcome
  }

  /** Does what somebody else did: a department, an inspector, another seat. */
  act(act: Act): Result<{ seq: number; ver: number }> {
    const folded = foldAct(this.case(act.caseId), act, storyHall(this.flowOf(act.caseId).length))
    if (!folded.ok) return folded
    const { row, flow } = folded.value
    this.put('case', row.id, row, row.ver)
    return ok({ seq: this.put('flow', flow.id, flow), ver: row.ver })
  }

  /** A page of the feed as a seat at this seq reads it. */
  page(from: number, limit = 500): ChangesPage {
    const after = [...this.#entities.values()].filter(({ seq }) => seq > from).sort((a, b) => a.seq - b.seq)
    const changes = after.slice(0, limit)
    const more = after.length > changes.length
    const next = more ? changes.at(-1)!.seq : this.#seq
    return {
      epoch: this.epoch,
      schema: FEED_SCHEMA,
      from,
      next,
      head: this.#seq,
      more,
      time: MONDAY_NINE,
      changes: structuredClone(changes),
    }
  }

  #checkBase({ base, body, caseId }: LedgerCommand['command']): Result<null> {
    const compares = body.action !== 'report' && raisesVersion(body.action)
    const ver = this.case(caseId)?.ver
    if (base === null) return compares ? refuse('stale-base') : ok(null)
    if ('ver' in base) return compares && base.ver !== ver ? refuse('stale-base') : ok(null)
    const after = this.outcomes.get(base.after)
    if (after?.result !== 'accepted') return refuse('depends-on-rejected')
    return compares && after.ver !== ver ? refuse('stale-base') : ok(null)
  }

  #settle(id: CmdId, done: Result<{ seq: number; ver: number } | null>): Outcome {
    if (!done.ok) return { id, result: 'rejected', code: done.error.code, detail: null, current: null }
    return { id, result: 'accepted', epoch: this.epoch, seq: done.value?.seq ?? 0, ver: done.value?.ver ?? 0 }
  }
}
