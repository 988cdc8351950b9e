// What no window would offer, said by a program with a good token: every state, every act, every post. The platform refuses each
// as the fold of a seat does, and the case stays as it was; what it accepts is what the fold of a seat makes of it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { foldAct } from '#shared/domain/case/fold.ts'
import type { FoldContext } from '#shared/domain/case/fold.ts'
import { CaseAction, CaseState, Post } from '#shared/domain/case/terms.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { allowedActions } from '#shared/domain/life-cycle/index.ts'
import type { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import { CaseStory, usualBody } from '#tests/builders/case-story.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

let hall: PlatformUnderTest
let seat: Seat
/** What a seat folds under: the rows it has from the feed. */
let context: Omit<FoldContext, 'flowCount'>

beforeAll(async () => {
  hall = await startPlatform()
  seat = await hall.enrol('1')
  const [catalogue, calendar, departments] = await Promise.all([
    seat.get<CatalogueData>('/v1/catalogue'),
    seat.get<CalendarData>('/v1/calendar'),
    seat.get<{ rows: { id: string }[] }>('/v1/departments'),
  ])
  const known = new Set(departments.body.rows.map(({ id }) => id))
  context = { catalogue: viewCatalogue(catalogue.body), calendar: createWorkCalendar(calendar.body), departments: known }
})
afterAll(() => hall.stop())

/** How a case comes to a state. */
const ways: Readonly<Record<CaseState, readonly CaseAction[]>> = {
  'reported': [],
  'verifying': ['send-verify'],
  'accepted': ['accept'],
  'filed': ['accept', 'file'],
  'handling': ['accept', 'file', 'dispatch'],
  'answered': ['accept', 'file', 'dispatch', 'answer'],
  'checking': ['accept', 'file', 'dispatch', 'answer', 'send-check'],
  'checked': ['accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check'],
  'closed': ['accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check', 'close'],
  'refused': ['refuse'],
  'voided': ['accept', 'file', 'void'],
  'on-account': ['accept', 'file', 'dispatch', 'put-on-account'],
}

/** Who acts on which post: the inspector and the department of the case. */
const people: Readonly<Record<Post, string>> = {
  ...{ 'acceptor': '1004', 'shift-leader': '1004', 'dispatcher': '1004', 'evaluator': '1004', 'administrator': '9001' },
  ...{ inspector: '2001', department: '3002', system: '1004' },
}

/** Cases in this state, brought in as another system's. */
async function casesIn(state: CaseState, count: number): Promise<CaseRow[]> {
  const { case: row, flow } = CaseStory.after(...ways[state])
  const { id: _id, no: _no, ver: _ver, catalogueVersion: _version, className: _name, ...rest } = row
  const ours = { inspector: row.inspector === null ? null : '2001', department: row.department === null ? null : 'D02' }
  const rows = Array.from({ length: count }, () => ({
    row: { ...rest, ...ours, externalId: `${state}:${randomUUID()}`, no: null },
    flow: flow.map(({ id: _flowId, caseId: _caseId, n: _n, ...record }) => record),
  }))
  const { epoch } = hall.platform.hall
  const { head } = (await seat.get<ChangesPage>(`/v1/changes?epoch=${epoch}&seq=0&limit=1`)).body
  const { body } = await hall.admin.post<{ refused: unknown[] }>('/v1/bulk/case', { rows })
  expect(body.refused).toEqual([])
  const page = await seat.get<ChangesPage>(`/v1/changes?epoch=${epoch}&seq=${head}&kinds=case&limit=5000`)
  return page.body.changes.map((change) => change.row as unknown as CaseRow)
}

function bodyOf(action: CaseAction): ActBody {
  if (action === 'file') return usualBody(action)
  if (action === 'dispatch') return usualBody(action, { department: 'D02' as never })
  if (action === 're-dispatch') return usualBody(action, { department: 'D03' as never })
  if (action === 'send-verify' || action === 'send-check') return usualBody(action, { inspector: '2001' as never })
  if (action === 'put-on-account') return usualBody(action, { until: hall.clock.now() + 86_400_000 })
  return usualBody(action)
}

interface Attempt {
  readonly action: CaseAction
  readonly post: Post
}

const posts = Post.options.filter((post) => post !== 'system')
const attempts: readonly Attempt[] = CaseAction.options.flatMap((action) => posts.map((post) => ({ action, post })))

const say = (row: CaseRow, { action, post }: Attempt): SeatCommand =>
  seat.say(row.id, action, { base: { ver: row.ver }, person: people[post], post, args: bodyOf(action).args as never })

/** What the seat's own overlay makes of the command. */
function foldAtSeat(row: CaseRow, { id, at, person, post, body }: SeatCommand, flowCount: number) {
  const act = { id, caseId: row.id, at, person, personName: '', post, seat: null, offline: false, timeDoubt: false, body }
  return foldAct(row, { ...act, seat: seat.seat as never }, { ...context, flowCount })
}

/** What only the platform can know: another department's case, a number that was not leased. */
function askedFirst(row: CaseRow, { post, body }: SeatCommand): string | undefined {
  if (post === 'department' && row.department !== 'D02') return 'forbidden'
  return body.action === 'report' ? 'number-not-leased' : undefined
}

const stored = async (id: string) => (await hall.admin.get<{ row: CaseRow; flow: FlowRecord[] }>(`/v1/cases/${id}`)).body

async function settle(commands: readonly SeatCommand[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let i = 0; i < commands.length; i += 100) outcomes.push(...(await seat.settle(...commands.slice(i, i + 100))))
  return outcomes
}

describe.each(CaseState.options)('to a case that is %s', (state) => {
  it('what its post is not offered is refused in the words of the seat, and leaves no trace', async () => {
    const [row] = await casesIn(state, 1)
    const offered = (one: Attempt): boolean =>
      allowedActions(row!, [one.post], hall.clock.now(), people[one.post]).allowed.some(({ action }) => action === one.action)
    const commands = CaseAction.options.flatMap((action, i) => {
      const closed = attempts.filter((one) => one.action === action && !offered(one))
      // Open to nobody here: one post says it as well as another.
      return closed.length === posts.length ? [closed[i % posts.length]!] : closed
    }).map((one) => say(row!, one))
    const before = await stored(row!.id)

    const outcomes = await settle(commands)

    for (const [i, outcome] of outcomes.entries()) {
      const command = commands[i]!
      const told = `${state} ${command.body.action} ${command.post}`
      expect(outcome, told).toMatchObject({ result: 'rejected', current: { row: { state, ver: row!.ver } } })
      const atSeat = foldAtSeat(row!, command, before.flow.length)
      const { code } = outcome as { code: string }
      expect(code, told).toBe(askedFirst(row!, command) ?? (atSeat.ok ? 'accepted' : atSeat.error.code))
      expect(isErrorCode(code)).toBe(true)
    }
    expect(await stored(row!.id)).toEqual(before)
  })

  it('what its post is offered makes of it on the platform what it makes of it at the seat', async () => {
    const rows = await casesIn(state, 120)
    const commands = attempts.flatMap((one, i) => {
      const row = rows[i % rows.length]!
      const { allowed } = allowedActions(row, [one.post], hall.clock.now(), people[one.post])
      return allowed.some(({ action }) => action === one.action) ? [one] : []
    })
    const said = commands.map((one, i) => ({ row: rows[i]!, command: say(rows[i]!, one) }))

    const outcomes = await settle(said.map(({ command }) => command))

    for (const [i, { row, command }] of said.entries()) {
      const told = `${state} ${command.body.action} ${command.post}`
      const after = await stored(row.id)
      const atSeat = foldAtSeat(row, command, after.flow.length - 1)
      const outcome = outcomes[i]!
      const first = askedFirst(row, command)
      if (first !== undefined || !atSeat.ok)
        expect(outcome, told).toMatchObject({ result: 'rejected', code: first ?? (atSeat.ok ? '' : atSeat.error.code) })
      else {
        expect(outcome, told).toMatchObject({ result: 'accepted', ver: atSeat.value.row.ver })
        expect(after.row, told).toEqual(atSeat.value.row)
      }
    }
  })
})
