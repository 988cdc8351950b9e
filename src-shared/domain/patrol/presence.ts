// 在线 and 离格: what may be said of an inspector or a vehicle from what it has reported. Pure; all times epoch ms of the hall.

/**
 * moving 行进 · still 停留 · offline 离线: reports nothing any more · stale 过时: nobody can say, the hall hears no positions ·
 * unknown 未知: has never been heard of. Only the first two are 在线.
 */
export const presences = ['moving', 'still', 'offline', 'stale', 'unknown'] as const
export type Presence = (typeof presences)[number]

export interface PatrolRules {
  /** 在线: the newest fix is not older than this. */
  readonly onlineWithinMs: number
  /** 离格: outside the own duty grid for longer than this without a break. */
  readonly offGridAfterMs: number
}

/** Handsets report every 10 s; twelve missing in a row are no accident. A round trip for water is no leaving of the grid. */
export const defaultPatrolRules: PatrolRules = { onlineWithinMs: 120_000, offGridAfterMs: 600_000 }

/** The rules of a hall's settings. */
export function patrolRules(settings: { onlineSeconds: number; offGridMinutes: number } | undefined): PatrolRules {
  if (settings === undefined) return defaultPatrolRules
  return { onlineWithinMs: settings.onlineSeconds * 1_000, offGridAfterMs: settings.offGridMinutes * 60_000 }
}

export interface LastFix {
  readonly at: number
  /** Null where neither the device nor two fixes tell. */
  readonly speedKmh: number | null
}

/** Slower than this is standing still: a GPS at rest wanders. */
const MOVING_KMH = 1

/** `isHeard`: the hall hears positions at `now`; while it does not, nothing may look fresh. */
export function presenceOf(fix: LastFix | null, now: number, isHeard: boolean, rules: PatrolRules): Presence {
  if (fix === null) return 'unknown'
  if (!isHeard) return 'stale'
  if (now - fix.at > rules.onlineWithinMs) return 'offline'
  return (fix.speedKmh ?? 0) >= MOVING_KMH ? 'moving' : 'still'
}

export function isOnline(presence: Presence): boolean {
  return presence === 'moving' || presence === 'still'
}

/**
 * Since when somebody has been outside the own duty grid without a break; null inside it, and for who has none. `dutyGrid` is the
 * one the fix lies in, null where there is none.
 */
export function outsideSince(
  before: number | null,
  fix: { readonly at: number; readonly dutyGrid: string | null },
  own: string | null,
): number | null {
  if (own === null || fix.dutyGrid === own) return null
  return before ?? fix.at
}

/** 离格. Judged at the newest fix: where somebody went who reports no more, nobody knows. */
export function isOffGrid(since: number | null, lastFixAt: number, rules: PatrolRules): boolean {
  return since !== null && lastFixAt - since > rules.offGridAfterMs
}
