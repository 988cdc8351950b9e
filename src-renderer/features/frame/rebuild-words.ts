import type { RebuildStatus } from '#shared/contracts/rebuild.contract.ts'
import type { Format } from '#renderer/composables/index.ts'
import type { Text } from '#renderer/i18n/index.ts'

/** How far the machine's copy of the platform's data is, while it is made or made anew. */
export interface RebuildWords {
  readonly title: string
  /** Why, how much, how fast, how long still. */
  readonly facts: readonly string[]
  /** "43 %", or the step while nothing can be counted. */
  readonly short: string
}

export function rebuildWords(rebuild: RebuildStatus, t: Text['t'], format: Format): RebuildWords {
  const { reason, step, done, total, ratePerSecond, leftMs } = rebuild
  const amount = (n: number): string => (step === 'changes' ? format.number(n) : format.fileSize(n))
  const counted =
    step === 'waiting' || total === null
      ? []
      : [t('link.rebuild.of', { done: amount(Math.min(done, total)), total: amount(total), unit: step === 'changes' ? t('link.rebuild.changes') : '' })]
  const rate = ratePerSecond > 0 ? [t('link.rebuild.rate', { rate: amount(Math.round(ratePerSecond)) })] : []
  const about = leftMs === null || rate.length === 0 ? [] : [t('link.about', { time: format.lasting(leftMs) })]
  const stepName = t(`link.rebuild.step.${step}`)
  const short = total === null || total === 0 || step === 'waiting' ? stepName : `${stepName} ${String(Math.floor((Math.min(done, total) / total) * 100))} %`
  return {
    title: reason === 'fresh' ? t('link.rebuild.first') : t('link.rebuild.title'),
    facts: [t(`link.rebuild.reason.${reason}`), [stepName, ...counted, ...rate].join(' '), ...about],
    short,
  }
}
