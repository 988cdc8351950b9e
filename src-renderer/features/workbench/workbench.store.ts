// Glossary. selection: what stands in the middle column. picked: a point a person chose on the map for the form. marks: what the
// middle column wants the map to show. The three columns of the seat talk through this store and nothing else.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { WorkListId } from '#shared/contracts/cases.contract.ts'
import type { CaseId, DraftId } from '#shared/kernel/ids.ts'

export type Selection =
  { readonly kind: 'none' } | { readonly kind: 'case'; readonly id: CaseId } | { readonly kind: 'draft'; readonly id: DraftId }

export interface PickedPoint {
  readonly lng: number
  readonly lat: number
  /** Code of the component that was hit, if one was. */
  readonly component: string | null
}

export interface NumberedMark {
  /** The number beside the symbol: the row in the list it belongs to. */
  readonly n: number
  readonly lng: number
  readonly lat: number
  readonly label: string
}

export interface MapMarks {
  /** The point of the case or draft in hand. */
  readonly point: { readonly lng: number; readonly lat: number } | null
  /** Dashed circle around it, metres; null = none. */
  readonly radiusM: number | null
  readonly numbered: readonly NumberedMark[]
  /** Unit grid to outline. */
  readonly gridCode: string | null
}

export interface Flight {
  readonly lng: number
  readonly lat: number
  readonly zoom: number
}

/** What a map shows: its middle, its zoom, and how wide the picture is. */
export interface MapSight {
  readonly lng: number
  readonly lat: number
  readonly zoom: number
  readonly widthPx: number
}

const noMarks: MapMarks = { point: null, radiusM: null, numbered: [], gridCode: null }

export const useWorkbenchStore = defineStore('workbench', () => {
  const list = ref<WorkListId>('to-accept')
  const selection = shallowRef<Selection>({ kind: 'none' })
  const picked = shallowRef<PickedPoint | null>(null)
  const marks = shallowRef<MapMarks>(noMarks)
  const flight = shallowRef<Flight | null>(null)
  const sight = shallowRef<MapSight | null>(null)
  const isTrayOpen = ref(false)

  function select(next: Selection): void {
    selection.value = next
    picked.value = null
    marks.value = noMarks
  }
  function pick(point: PickedPoint): void {
    picked.value = point
  }
  function mark(next: MapMarks): void {
    marks.value = next
  }
  /** Asks the map to show a place; a new object each time, so asking twice flies twice. */
  function flyTo(target: Flight): void {
    flight.value = { ...target }
  }
  /** The seat's map has come to show something else. */
  function see(next: MapSight): void {
    sight.value = next
  }
  return { list, selection, picked, marks, flight, sight, isTrayOpen, select, pick, mark, flyTo, see }
})
