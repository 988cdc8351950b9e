import type { LinkStatus } from '#shared/contracts/link.contract.ts'
import type { Format } from '#renderer/composables/index.ts'
import { errorLine } from '#renderer/i18n/index.ts'
import type { Text } from '#renderer/i18n/index.ts'
import type { LinkState, Meaning } from '#renderer/ui/index.ts'
import { rebuildWords } from './rebuild-words.ts'

/** What the strip over the case says of the link. */
export interface StripWords {
  readonly title: string
  readonly meaning: Meaning
  readonly facts: readonly string[]
  readonly mute?: string
}

export interface StripFacts {
  readonly state: LinkState
  readonly since: number | undefined
  readonly status: LinkStatus | null
  readonly isHostLost: boolean
  readonly nowMs: number
}

type Say = Text['t']

/** Null while there is nothing to say: the strip keeps its place and stays empty. */
export function stripWords(facts: StripFacts, t: Say, format: Format): StripWords | null {
  const rebuild = facts.status?.rebuild ?? null
  if (rebuild !== null && (facts.state === 'catching-up' || facts.state === 'normal')) {
    const words = rebuildWords(rebuild, t, format)
    return { title: words.title, meaning: 'unknown', facts: words.facts }
  }
  switch (facts.state) {
    case 'host-gone':
      return goneWords(facts, t, format)
    case 'offline':
      return facts.status === null ? null : offlineWords(facts, facts.status, t, format)
    case 'catching-up':
      return facts.status === null ? null : catchingUpWords(facts.status, t, format)
    case 'jitter':
      return unsteadyWords(facts, t, format)
    case 'normal':
      return null
  }
}

const stampOf = (at: number | undefined, nowMs: number, format: Format): string => (at === undefined ? '–' : format.stamp(at, nowMs))
const ageOf = (at: number | undefined, nowMs: number, format: Format): string => format.lasting(at === undefined ? 0 : nowMs - at)

function goneWords({ since, nowMs, isHostLost }: StripFacts, t: Say, format: Format): StripWords {
  const lasting = t('link.gone', { time: stampOf(since, nowMs, format), age: ageOf(since, nowMs, format) })
  // What to do comes first: a narrow window cuts the strip at its end.
  const lost = [t('link.lostHostSafe'), t('link.lostHostTyped'), lasting]
  if (isHostLost) return { title: t('link.lostHost'), meaning: 'overdue', facts: lost, mute: t('link.lostHostElse') }
  return { title: t('link.rung.host-gone'), meaning: 'overdue', facts: [lasting, t('link.goneWorks')], mute: t('link.goneStops') }
}

function offlineWords({ since, nowMs }: StripFacts, status: LinkStatus, t: Say, format: Format): StripWords {
  const lasting = t('link.lasting', { time: stampOf(since, nowMs, format), age: ageOf(since, nowMs, format) })
  // A cause that somebody must see to is said; a plain lost line explains itself.
  const cause = status.reason === null || status.reason === 'offline' ? [] : [causeOf(status.reason)]
  const { freshAt, lastContactAt } = status
  const never = t(lastContactAt === null ? 'link.lostNever' : 'link.lostPartly')
  const mute = freshAt === null ? never : t('link.lost', { time: format.stamp(freshAt, nowMs) })
  return { title: t('link.rung.offline'), meaning: 'overdue', facts: [lasting, ...cause, t('link.works')], mute }
}

/** Only when somebody must see to it: a slow line explains itself. */
function unsteadyWords({ since, nowMs, status }: StripFacts, t: Say, format: Format): StripWords | null {
  const reason = status?.reason ?? null
  if (reason === null || reason === 'link-late') return null
  const lasting = t('link.lasting', { time: stampOf(since, nowMs, format), age: ageOf(since, nowMs, format) })
  return { title: t('link.rung.jitter'), meaning: 'attention', facts: [lasting, causeOf(reason)], mute: t('link.stillArrives') }
}

function causeOf(reason: string): string {
  return errorLine(reason)
}

function catchingUpWords(status: LinkStatus, t: Say, format: Format): StripWords {
  const { behind, ratePerSecond, waiting } = status
  const left = behind === 0 ? t('link.caughtUp') : t('link.catchingUp', { n: behind, rate: format.number(Math.round(ratePerSecond)) })
  const about = behind > 0 && ratePerSecond > 0 ? [t('link.about', { time: format.lasting((behind / ratePerSecond) * 1000) })] : []
  const sending = waiting > 0 ? [t('link.sendingLeft', { n: waiting })] : []
  return { title: t('link.rung.catching-up'), meaning: 'unknown', facts: [left, ...about, ...sending] }
}
