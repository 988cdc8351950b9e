// Which commands may leave now. Pure: lanes keep their order, a waiting lane holds back only itself.
import type { LedgerCommand } from '../db/ledger-api.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'

/** A lane that has to wait, and how often it had to. */
export interface LaneRest {
  readonly until: number
  /** Before then the platform does not want to be asked. */
  readonly askedUntil: number
  readonly failures: number
}

const FRESH: LaneRest = { until: 0, askedUntil: 0, failures: 0 }

export type LaneRests = ReadonlyMap<string, LaneRest>

export interface SendPlan {
  readonly send: readonly SeatCommand[]
  /** Monotonic time when a resting lane may go on; null when none rests. */
  readonly nextAt: number | null
}

export function planSend(unsent: readonly LedgerCommand[], rests: LaneRests, now: number, most: number): SendPlan {
  const send: SeatCommand[] = []
  const held = new Set<string>()
  let nextAt: number | null = null
  for (const { command } of unsent) {
    const lanes = command.lanes.map(({ lane }) => lane)
    const resting = lanes.map((lane) => rests.get(lane)).filter((rest) => rest !== undefined && rest.until > now)
    for (const rest of resting) nextAt = Math.min(nextAt ?? Infinity, rest?.until ?? Infinity)
    if (resting.length > 0 || lanes.some((lane) => held.has(lane))) {
      // Whatever shares a lane with a command that stays must stay behind it.
      for (const lane of lanes) held.add(lane)
    } else if (send.length < most) send.push(command)
    else break
  }
  return { send, nextAt }
}

/** The platform is heard again: what failed is tried at once, but no lane earlier than it was asked to. */
export function restsAfterSilence(rests: LaneRests): LaneRests {
  return new Map([...rests].map(([lane, { askedUntil }]) => [lane, { until: askedUntil, askedUntil, failures: 0 }]))
}

export interface Settled {
  /** Final words, to be recorded. */
  readonly outcomes: readonly Outcome[]
  readonly rests: LaneRests
  /** Lanes of which the platform misses earlier numbers. */
  readonly gaps: readonly Extract<Outcome, { result: 'gap' }>[]
}

/** What the replies mean: final outcomes to record, and lanes that must rest. A mismatch is final for a person to look at. */
export function readOutcomes(
  sent: readonly SeatCommand[],
  replies: readonly Outcome[],
  rests: LaneRests,
  now: number,
  restMs: (failures: number) => number,
): Settled {
  const byId = new Map(replies.map((reply) => [reply.id, reply]))
  const next = new Map(rests)
  const outcomes: Outcome[] = []
  const gaps = replies.filter((reply) => reply.result === 'gap')
  for (const command of sent) {
    const reply = byId.get(command.id)
    const lanes = command.lanes.map(({ lane }) => lane)
    if (reply?.result === 'accepted' || reply?.result === 'rejected') {
      outcomes.push(reply)
      for (const lane of lanes) next.delete(lane)
    } else if (reply?.result === 'mismatch') {
      outcomes.push({ id: command.id, result: 'rejected', code: 'body-mismatch', detail: null, current: null })
    } else {
      for (const lane of lanes) {
        const { until, askedUntil, failures } = next.get(lane) ?? FRESH
        const asked = reply?.result === 'retry' ? reply.afterMs : 0
        if (until <= now)
          next.set(lane, { until: now + Math.max(asked, restMs(failures)), askedUntil: now + asked, failures: failures + 1 })
        // Of several in one lane the longest wish counts: they leave together.
        else next.set(lane, { until: Math.max(until, now + asked), askedUntil: Math.max(askedUntil, now + asked), failures })
      }
    }
  }
  return { outcomes, rests: next, gaps }
}

/** Why nothing was taken of what was sent: the store is away or has no room, though the platform answers. Null: something was. */
export function whyNothingTaken(replies: readonly Outcome[]): ErrorCode | null {
  const isPutOff = (reply: Outcome): boolean => reply.result === 'retry' && reply.code === 'platform-busy'
  return replies.length > 0 && replies.every(isPutOff) ? 'platform-busy' : null
}
