// Glossary. beat: any line of the platform's stream. rung: 正常 / 抖动 / 离线 / 追平. All times are monotonic ms: the wall clock
// may jump, the ladder may not.
import type { Rung } from '#shared/contracts/link.contract.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { HEARTBEAT_MS, OFFLINE_AFTER_MS } from '#shared/platform-api/changes.ts'

export interface Ladder {
  readonly rung: Rung
  /** Monotonic ms when this rung began. */
  readonly since: number
  readonly reason: ErrorCode | null
  readonly lastBeat: number | null
  /** Beats in a row that came in time, counted after a late one. */
  readonly timely: number
  /** 追平 has not ended: what an outage has left is not made good yet, also where 抖动 came between. */
  readonly isBehind: boolean
}

export interface LadderInput {
  readonly now: number
  /** Changes still to come plus commands that can be sent but have not been settled. */
  readonly owed: number
  /** How long the oldest change still to come has been waiting, ms. */
  readonly lagMs: number
  /** Nobody can say as of when what is shown is, as after a rebuild that has come to nothing, until the next word. */
  readonly isUndated?: boolean
  /** Why the last attempt failed, if it did. */
  readonly failure: ErrorCode | null
  /** Why own acts do not get through although the stream does, if so. */
  readonly sendFailure?: ErrorCode | null
}

/** A beat later than this is late: the interval and half of it again. */
const LATE_AFTER_MS = HEARTBEAT_MS * 1.5
/** So many timely beats end 抖动. */
const STEADY_BEATS = 3
/** 追平 stays at least this long, so that a person can read that it happened. */
const CATCH_UP_SHOWN_MS = 1_500
/** More than this to come is worth the word 追平 even without an outage. */
const BEHIND_WORTH_SAYING = 200

export const startLadder = (now: number): Ladder =>
  ({ rung: 'offline', since: now, reason: null, lastBeat: null, timely: 0, isBehind: false })

function stepTo(ladder: Ladder, rung: Rung, now: number, reason: ErrorCode | null): Ladder {
  if (ladder.rung === rung) return { ...ladder, reason }
  return { ...ladder, rung, since: now, reason, isBehind: rung === 'catching-up' || (rung === 'jitter' && ladder.isBehind) }
}

/** A line has arrived. */
export function onBeat(ladder: Ladder, input: LadderInput): Ladder {
  const { now } = input
  const late = ladder.lastBeat !== null && now - ladder.lastBeat > LATE_AFTER_MS
  const heard = { ...ladder, lastBeat: now, timely: late ? 0 : ladder.timely + 1 }
  if (ladder.rung === 'offline') return stepTo({ ...heard, timely: STEADY_BEATS }, 'catching-up', now, null)
  return onTick(heard, { ...input, failure: null })
}

/** Time has passed; called several times a second, so that 离线 is said within OFFLINE_AFTER_MS and a fraction. */
export function onTick(ladder: Ladder, input: LadderInput): Ladder {
  const { now, owed, failure, sendFailure = null } = input
  const lagMs = input.isUndated === true ? Infinity : input.lagMs
  const silence = ladder.lastBeat === null ? Infinity : now - ladder.lastBeat
  if (silence >= OFFLINE_AFTER_MS) return stepTo(ladder, 'offline', now, failure ?? ladder.reason ?? 'offline')
  // Beats alone do not make data fresh: pages that cannot be stored are a lag like any other. That what is shown is old comes
  // before how the line is: under 抖动 a window takes everything for fresh.
  if (lagMs >= OFFLINE_AFTER_MS) return stepTo(ladder, 'catching-up', now, failure)
  if (silence > LATE_AFTER_MS && ladder.rung === 'catching-up' && owed > 0) return { ...ladder, timely: 0 }
  if (silence > LATE_AFTER_MS) return { ...stepTo(ladder, 'jitter', now, failure ?? 'link-late'), timely: 0 }
  // A platform that takes some of what is sent and puts the rest off would make the word flicker.
  const isJustSaid = ladder.rung === 'catching-up' && now - ladder.since < CATCH_UP_SHOWN_MS
  if (sendFailure !== null && !isJustSaid) return { ...stepTo(ladder, 'jitter', now, sendFailure), timely: 0 }
  if (ladder.rung === 'catching-up') return owed === 0 && !isJustSaid ? stepTo(ladder, 'normal', now, null) : ladder
  if (owed > BEHIND_WORTH_SAYING) return stepTo(ladder, 'catching-up', now, null)
  // 抖动 that came between does not make good what an outage has left.
  const isBehind = ladder.isBehind && owed > 0
  if (ladder.rung === 'jitter' && ladder.timely < STEADY_BEATS) return { ...ladder, isBehind }
  return stepTo(ladder, isBehind ? 'catching-up' : 'normal', now, null)
}
