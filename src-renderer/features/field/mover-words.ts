import type { Format } from '#renderer/composables/index.ts'
import type { Text } from '#renderer/i18n/index.ts'
import type { Mover } from './mover.ts'

/** 行进 · 离格 14:02 起 */
export function stateWords({ state, offGridSince }: Mover, t: Text['t'], format: Format, nowMs: number): string {
  if (offGridSince === null) return t(`field.state.${state}`)
  return `${t(`field.state.${state}`)} · ${t('field.offGrid', { time: format.stamp(offGridSince, nowMs) })}`
}

/** 截至 14:26:08, the time of the fix itself. */
export function fixWords({ fix }: Mover, t: Text['t'], format: Format, nowMs: number): string {
  return fix === null ? t('field.noFix') : t('common.asOf', { time: format.stamp(fix.at, nowMs) })
}
