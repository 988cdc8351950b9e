import { computed, watch } from 'vue'
import type { ComputedRef } from 'vue'
import type { WallFigures } from '#shared/contracts/wall.contract.ts'
import { setHallZone, useFormat } from '#renderer/composables/index.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { useLinkStore } from '#renderer/features/frame/index.ts'
import { zoneName } from '#renderer/features/session/index.ts'
import { useText } from '#renderer/i18n/index.ts'
import type { Meaning } from '#renderer/ui/index.ts'

export interface WallFigure {
  readonly key: string
  readonly label: string
  readonly value: string
  readonly unit: string
  readonly meaning: Meaning | undefined
}

export interface WallNumbers {
  readonly snapshot: ComputedRef<WallFigures | null>
  readonly figures: ComputedRef<readonly WallFigure[]>
  /** They may be old: the link is, or they could not be read anew. */
  readonly isStale: ComputedRef<boolean>
}

/** 今日上报, 立案, 结案, 在办, 超期, 紧急: live, and without a colour of alarm once they may be old. */
export function useWallFigures(): WallNumbers {
  const desk = useDesk()
  const link = useLinkStore()
  const { t } = useText()
  const format = useFormat()
  const { value, isOld } = useTopic(desk.watch.wall.figures, () => ({}))
  const isStale = computed(() => link.isStale || isOld.value || link.isBehind(value.value?.asOf))

  watch(() => value.value?.zoneOffsetMinutes, (minutes) => {
    if (minutes !== undefined) setHallZone(zoneName(minutes))
  })

  const figures = computed<readonly WallFigure[]>(() => {
    const now = value.value
    const meaningOf = (count: number | undefined, alarm?: Meaning): Meaning | undefined => {
      if (isStale.value) return 'unknown'
      return count !== undefined && count > 0 ? alarm : undefined
    }
    const line = (key: string, label: string, count: number | undefined, alarm?: Meaning): WallFigure => ({
      key,
      label,
      value: count === undefined ? '–' : format.number(count),
      unit: t('wall.unitCase'),
      meaning: meaningOf(count, alarm),
    })
    return [
      line('reported', t('wall.reportedToday'), now?.reportedToday),
      line('filed', t('wall.filedShort'), now?.filedToday),
      line('closed', t('wall.closedShort'), now?.closedToday),
      line('open', t('wall.openShort'), now?.open),
      line('overdue', t('wall.overdueShort'), now?.overdue, 'overdue'),
      line('emergency', t('wall.emergency'), now?.emergency, 'emergency'),
    ]
  })
  return { snapshot: computed(() => value.value), figures, isStale }
}
