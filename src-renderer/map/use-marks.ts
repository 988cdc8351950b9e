import { watch } from 'vue'
import { showShapes } from './live-source.ts'
import { markShapes } from './marks.ts'
import type { Marks } from './marks.ts'
import { GRID_IN_HAND, gridInHandFilter } from './style/ledger-layers.ts'
import { MARKS } from './style/mark-layers.ts'
import type { HallMap } from './use-hall-map.ts'

/** Shows what the middle column points at. */
export function useMarks({ map, round }: HallMap, marks: () => Marks): void {
  watch([marks, round], () => {
    if (map.value === null || round.value === 0) return
    showShapes(map.value, MARKS, markShapes(marks()))
    const filter = gridInHandFilter(marks().gridCode)
    for (const layer of [GRID_IN_HAND, `${GRID_IN_HAND}-fill`]) map.value.setFilter(layer, filter)
  }, { immediate: true })
}
