import { computed } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { useFormat, useNow } from '#renderer/composables/index.ts'
import { useText } from '#renderer/i18n/index.ts'
import type { PanelTopic } from '../use-panel-topic.ts'

/** 截至 of a panel's figures. What is old of an unknown age says so; what is fresh has nothing to say then. */
export function useTileStamp(
  { value }: PanelTopic<{ readonly asOf: number | null }>,
  isStale: Readonly<Ref<boolean>>,
): ComputedRef<string | undefined> {
  const { t } = useText()
  const format = useFormat()
  const now = useNow()
  return computed(() => {
    const asOf = value.value?.asOf ?? null
    if (asOf !== null) return t('common.asOf', { time: format.stamp(asOf, now.value) })
    return isStale.value ? t('common.asOf', { time: t('common.meaning.unknown') }) : undefined
  })
}
