import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CmdId } from '#shared/kernel/ids.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import type { LedgerCommand } from '../db/ledger-api.ts'
import { planSend, readOutcomes, restsAfterSilence } from './send-plan.ts'
import type { LaneRests } from './send-plan.ts'

const hex = (n: number): string => n.toString(16).padStart(12, '0')
const idOf = (s: number): CmdId => CmdId.parse(`01999999-0000-7000-8000-${hex(s)}`)

/** Only what planning looks at: id, s and lanes. */
function waiting(s: number, ...lanes: number[]): LedgerCommand {
  const command = { id: idOf(s), s, lanes: lanes.map((lane) => ({ lane: idOf(lane), n: s })) } as unknown as SeatCommand
  return { command, personName: '', no: null, standing: 'waiting', outcome: null }
}

const accepted = (s: number): Outcome => ({ id: idOf(s), result: 'accepted', epoch: 'e', seq: s, ver: 1 })
const sent = (plan: { send: readonly SeatCommand[] }): number[] => plan.send.map(({ s }) => s)

describe('what may be sent now', () => {
  it('sends everything in the order it was done when nothing rests', () => {
    expect(sent(planSend([waiting(1, 1), waiting(2, 2), waiting(3, 1)], new Map(), 0, 10))).toEqual([1, 2, 3])
  })

  it('lets other lanes go on while one rests, and says when that one may', () => {
    const rests: LaneRests = new Map([[idOf(1), { until: 500, askedUntil: 0, failures: 1 }]])

    const plan = planSend([waiting(1, 1), waiting(2, 2), waiting(3, 1), waiting(4, 3)], rests, 100, 10)

    expect(sent(plan)).toEqual([2, 4])
    expect(plan.nextAt).toBe(500)
  })

  it('keeps a command on two cases behind the resting one, and what follows it in the other lane too', () => {
    const rests: LaneRests = new Map([[idOf(1), { until: 500, askedUntil: 0, failures: 1 }]])

    expect(sent(planSend([waiting(1, 1), waiting(2, 1, 2), waiting(3, 2), waiting(4, 3)], rests, 100, 10))).toEqual([4])
  })

  it('never overtakes inside a lane, whatever rests and however small the batch', () => {
    const commands = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }), { maxLength: 30 })
    const resting = fc.uniqueArray(fc.integer({ min: 1, max: 5 }))
    fc.assert(
      fc.property(commands, resting, fc.integer({ min: 1, max: 12 }), (lanesOf, restingLanes, most) => {
        const unsent = lanesOf.map((lanes, index) => waiting(index + 1, ...lanes))
        const rests = new Map(restingLanes.map((lane) => [idOf(lane) as string, { until: 10, askedUntil: 0, failures: 1 }]))
        const going = new Set(sent(planSend(unsent, rests, 0, most)))

        for (const [index, lanes] of lanesOf.entries()) {
          if (!going.has(index + 1)) continue
          expect(lanes.some((lane) => restingLanes.includes(lane))).toBe(false)
          const earlier = lanesOf.slice(0, index).map((others, before) => ({ others, s: before + 1 }))
          for (const { others, s } of earlier) if (others.some((lane) => lanes.includes(lane))) expect(going.has(s)).toBe(true)
        }
      }),
    )
  })
})

describe('what the replies mean', () => {
  const commands = [waiting(1, 1), waiting(2, 2), waiting(3, 3)].map(({ command }) => command)
  const rest = (): number => 1_000

  it('records final words and clears the lane', () => {
    const before: LaneRests = new Map([[idOf(1), { until: 0, askedUntil: 0, failures: 4 }]])

    const { outcomes, rests } = readOutcomes(commands, [accepted(1), accepted(2), accepted(3)], before, 50, rest)

    expect(outcomes).toHaveLength(3)
    expect(rests.size).toBe(0)
  })

  it('lets a lane rest for as long as the most patient of its acts was asked to', () => {
    const ofOneCase = [waiting(1, 1), waiting(2, 1)].map(({ command }) => command)
    const replies: Outcome[] = [
      { id: idOf(1), result: 'retry', code: 'base-not-arrived', afterMs: 1_000 },
      { id: idOf(2), result: 'retry', code: 'platform-busy', afterMs: 9_000 },
    ]

    const { rests } = readOutcomes(ofOneCase, replies, new Map(), 50, rest)

    expect(rests.get(idOf(1))).toEqual({ until: 9_050, askedUntil: 9_050, failures: 1 })
  })

  it('lets a lane rest when told to try again, and longer when the platform asks for it', () => {
    const replies: Outcome[] = [accepted(1), { id: idOf(2), result: 'retry', code: 'platform-busy', afterMs: 9_000 }]

    const { outcomes, rests } = readOutcomes(commands, replies, new Map(), 50, rest)

    expect(outcomes.map(({ id }) => id)).toEqual([idOf(1)])
    expect(rests.get(idOf(2))).toEqual({ until: 9_050, askedUntil: 9_050, failures: 1 })
    expect(rests.get(idOf(3))).toEqual({ until: 1_050, askedUntil: 50, failures: 1 })
  })

  it('puts a body mismatch before a person instead of sending it for ever', () => {
    const { outcomes } = readOutcomes(commands, [{ id: idOf(1), result: 'mismatch', code: 'body-mismatch' }], new Map(), 0, rest)

    expect(outcomes).toMatchObject([{ id: idOf(1), result: 'rejected', code: 'body-mismatch' }])
  })

  it('counts one failure per batch for a lane, not one per command in it', () => {
    const lane = [waiting(1, 1), waiting(2, 1)].map(({ command }) => command)

    const { rests } = readOutcomes(lane, [], new Map(), 0, rest)

    expect(rests.get(idOf(1))?.failures).toBe(1)
  })

  it('tries again at once what failed when the platform is heard again, but no lane before the time it was given', () => {
    const replies: Outcome[] = [accepted(1), { id: idOf(2), result: 'retry', code: 'platform-busy', afterMs: 9_000 }]
    const { rests } = readOutcomes(commands, replies, new Map(), 50, rest)

    const heard = restsAfterSilence(rests)

    expect(sent(planSend([waiting(2, 2), waiting(3, 3)], heard, 60, 10))).toEqual([3])
    expect(sent(planSend([waiting(2, 2)], heard, 9_050, 10))).toEqual([2])
  })
})
