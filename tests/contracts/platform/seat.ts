import { createHash } from 'node:crypto'
import type { ActArgs } from '#shared/domain/case/acts.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { newCaseId, newCmdId } from '#shared/kernel/ids.ts'
import type { Base, CommandsReply, Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import type { EnrolReply } from '#shared/platform-api/people.ts'
import type { z } from '#shared/kernel/zod.ts'
import { usualBody } from '#tests/builders/case-story.ts'
import type { HttpClient, Reply } from './http-client.ts'

/** Of a week ago: numbers of days long past are not set aside any more when a store begins a new life. */
export const LEASED_DAY = dayOf(systemClock.now() - 7 * 86_400_000, 8 * 60)

const usualPeople: Partial<Record<CaseAction, readonly [string, string]>> = {
  'dispatch': ['1002', 'dispatcher'],
  'return': ['1002', 'dispatcher'],
  'close': ['1003', 'shift-leader'],
  'put-on-account': ['1002', 'dispatcher'],
  'supervise': ['1003', 'shift-leader'],
}

export interface SayOptions<A extends CaseAction> {
  readonly base?: Base
  readonly args?: Partial<ActArgs[A]>
  readonly person?: string
  readonly post?: string
  /** Changes made before the command is hashed. */
  readonly over?: Record<string, unknown>
}

/** A seat with a ledger of its own: numbers, lanes and hash chain as a real one makes them. */
export interface Seat extends HttpClient {
  readonly seat: string
  readonly enrolment: z.infer<typeof EnrolReply>
  /** A fresh case id. */
  newCase(): string
  /** The next command of the ledger. */
  say<A extends CaseAction>(caseId: string, action: A, options?: SayOptions<A>): SeatCommand
  /** `report` of a new case with the next leased number. */
  report(caseId: string, options?: SayOptions<'report'>): Promise<SeatCommand>
  submit(...commands: unknown[]): Promise<Reply<z.infer<typeof CommandsReply>>>
  /** Submits and hands back the outcomes. */
  settle(...commands: unknown[]): Promise<Outcome[]>
}

export async function enrolSeat(as: (token: string | null) => HttpClient, admin: HttpClient, seat: string): Promise<Seat> {
  const minted = await admin.post<{ code: string }>('/v1/enrolment-codes', { seat })
  const enrolled = await as(null).post<z.infer<typeof EnrolReply>>('/v1/devices', {
    code: minted.body.code,
    name: `pc-${seat}`,
    seat,
  })
  const client = as(enrolled.body.token)
  return seatWithLedger(client, enrolled.body)
}

function seatWithLedger(client: HttpClient, enrolment: z.infer<typeof EnrolReply>): Seat {
  let s = enrolment.lastS
  let prev = '0'.repeat(64)
  let nextSerial: number | undefined
  const lanes = new Map<string, number>()
  const day = LEASED_DAY

  const say: Seat['say'] = (caseId, action, options = {}) => {
    s += 1
    const n = (lanes.get(caseId) ?? 0) + 1
    lanes.set(caseId, n)
    const [person, post] = usualPeople[action] ?? ['1001', 'acceptor']
    const unsigned = {
      ...{ id: newCmdId(systemClock, systemRandom), caseId, base: options.base ?? null },
      body: usualBody(action, options.args ?? {}),
      ...{ at: Date.now(), person: options.person ?? person, post: options.post ?? post, timeDoubt: false, offline: false },
      ...{ seat: enrolment.seat, s, lanes: [{ lane: caseId, n }], signIn: 'sign-in-1', prev, ...options.over },
    }
    prev = createHash('sha256').update(canonicalJson(unsigned), 'utf8').digest('hex')
    return { ...unsigned, hash: prev } as SeatCommand
  }
  const submit: Seat['submit'] = (...commands) => client.post('/v1/commands', { commands })
  return {
    ...client,
    seat: enrolment.seat,
    enrolment,
    say,
    submit,
    newCase: () => newCaseId(systemClock, systemRandom),
    async report(caseId, options = {}) {
      if (nextSerial === undefined) {
        const leased = await client.post<{ blocks: { from: number }[] }>('/v1/numbers', {
          days: [day],
          count: 500,
          after: { [day]: 0 },
        })
        nextSerial = leased.body.blocks[0]?.from ?? 0
      }
      const no = `341523${day}${String(nextSerial).padStart(5, '0')}` as ActArgs['report']['no']
      nextSerial += 1
      return say(caseId, 'report', { ...options, args: { no, classCode: 'E0110', ...options.args } })
    },
    settle: async (...commands) => (await submit(...commands)).body.outcomes,
  }
}
