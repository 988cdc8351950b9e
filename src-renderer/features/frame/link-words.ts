import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import type { Format } from '#renderer/composables/index.ts'
import { errorText } from '#renderer/i18n/index.ts'
import type { Text } from '#renderer/i18n/index.ts'
import type { LinkState } from '#renderer/ui/index.ts'

/** What the link's own panel tells: how it stands, why, and what to do about it. */
export interface LinkWords {
  readonly title: string
  readonly lasting: string | undefined
  /** Undefined while there is nothing wrong that has a name. */
  readonly why: { readonly sentence: string; readonly next: string } | undefined
  readonly works: string
  /** This machine's clock is off by more than the hall allows, or nobody knows the time for certain; and what to do. */
  readonly clock: string | undefined
  readonly clockNext: string
}

/** A clock that differs by more than this is warned of: times told to callers would be wrong. */
export const CLOCK_WARNING_MS = 2_000

export interface LinkFacts {
  readonly state: LinkState
  readonly since: number | undefined
  readonly status: LinkStatus | null
  readonly isHostLost: boolean
  readonly nowMs: number
}

export function linkWords({ state, since, status, isHostLost, nowMs }: LinkFacts, t: Text['t'], format: Format): LinkWords {
  const isWrong = state !== 'normal' && since !== undefined
  const time = { time: format.stamp(since ?? nowMs, nowMs), age: format.lasting(nowMs - (since ?? nowMs)) }
  const reason = state === 'host-gone' ? 'host-gone' : (status?.reason ?? null)
  return {
    title: t(`link.rung.${state}`),
    lasting: isWrong ? t('link.lasting', time) : undefined,
    why: state === 'normal' || reason === null ? undefined : isHostLost ? { sentence: t('link.lostHost'), next: t('link.lostHostNext') } : errorText(reason),
    works: isHostLost ? t('link.lostHostSafe') : t(worksKeys[state]),
    clock: clockOffsetText(status, t, format),
    clockNext: t(status?.timeDoubt === true ? 'link.timeDoubtNext' : 'link.clockNext'),
  }
}

const worksKeys = {
  'normal': 'link.worksAll',
  'jitter': 'link.worksSlowly',
  'offline': 'link.works',
  'catching-up': 'link.worksCatching',
  'host-gone': 'link.goneWorks',
} as const satisfies Record<LinkState, string>

/** How far this machine's clock is off, when that is worth a warning; 时间存疑 comes before any figure. */
export function clockOffsetText(status: LinkStatus | null, t: Text['t'], format: Format): string | undefined {
  if (status?.timeDoubt === true) return t('link.timeDoubt')
  const offsetMs = status?.clockOffsetMs ?? null
  return offsetMs === null || Math.abs(offsetMs) <= CLOCK_WARNING_MS ? undefined : offsetWords(offsetMs, t, format)
}

/** A difference in seconds with its sign: what the platform's clock is ahead of this machine's. */
export function offsetWords(offsetMs: number, t: Text['t'], format: Format): string {
  const seconds = offsetMs / 1000
  return t('link.offsetSeconds', { sign: seconds > 0 ? '+' : '', n: format.number(seconds, 1) })
}
