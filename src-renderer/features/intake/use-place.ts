import { computed, ref, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { DraftForm, PlaceFacts } from '#shared/contracts/intake.contract.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import type { PickedPoint } from '#renderer/features/workbench/index.ts'
import type { ChoiceOption } from '#renderer/ui/index.ts'
import { useAnswer } from './use-answer.ts'

const SEARCH_AFTER_MS = 120
const COMPONENT_AFTER_MS = 200
const CLOSE_ZOOM = 17

export interface PlacePart {
  readonly facts: ComputedRef<PlaceFacts | null>
  readonly options: ComputedRef<readonly ChoiceOption[]>
  readonly isSearching: ComputedRef<boolean>
  /** What follows from the point or the component's code is still being looked up. */
  readonly isLocating: ComputedRef<boolean>
  /** Why it could not be looked up. */
  readonly refusal: ComputedRef<Refusal | null>
  readonly component: ComputedRef<ComponentState>
  readonly nearComponents: ComputedRef<readonly ChoiceOption[]>
  /** The address was filled in from the map, not typed. */
  readonly isFilledIn: Ref<boolean>
  readonly typeAddress: (typed: string) => void
  readonly pickPlace: (value: string) => void
  readonly pickComponent: (code: string) => void
}

/** 何地: by typing, by the map, or by a component's code; what follows from the point fills itself in. */
export function usePlace(form: DraftForm, isLocked: () => boolean): PlacePart {
  const desk = useDesk()
  const workbench = useWorkbenchStore()
  const sought = ref('')
  const isFilledIn = ref(false)
  // A component the draft came with has moved the point already.
  let applied = form.component.trim()

  const pointOf = (): { lng: number; lat: number } | null =>
    form.lng === null || form.lat === null ? null : { lng: form.lng, lat: form.lat }
  const byPoint = useAnswer(pointOf, desk.call.intake.locate)
  const byCode = useAnswer(
    () => (form.component.trim() === '' ? null : form.component.trim()),
    async (code): Promise<Result<{ code: string; facts: PlaceFacts | null }>> => {
      const said = await desk.call.intake.component({ code })
      return said.ok ? ok({ code, facts: said.value }) : said
    },
    { afterMs: COMPONENT_AFTER_MS },
  )
  const places = useAnswer(
    () => (sought.value.trim() === '' ? null : { text: sought.value.trim() }), desk.call.intake.findPlaces, { afterMs: SEARCH_AFTER_MS },
  )
  const known = computed(() => (byCode.value.value?.code === form.component.trim() ? byCode.value.value : null))
  const facts = computed(() => {
    const component = known.value?.facts ?? null
    const isThere = component?.place.lng === form.lng && component.place.lat === form.lat
    return isThere ? component : byPoint.value.value
  })

  function fillAddress(name: string | null): void {
    if (name === null || (form.address !== '' && !isFilledIn.value)) return
    form.address = name
    isFilledIn.value = true
  }

  function setPoint(lng: number, lat: number): void {
    form.lng = lng
    form.lat = lat
  }

  function take({ lng, lat, component }: PickedPoint): void {
    setPoint(lng, lat)
    applied = component ?? ''
    form.component = component ?? ''
  }

  function pickPlace(value: string): void {
    const place = places.latest.value?.find(({ kind, id }) => `${kind}:${id}` === value)
    if (place === undefined) return
    sought.value = ''
    form.address = place.name
    isFilledIn.value = false
    take({ lng: place.lng, lat: place.lat, component: place.kind === 'component' ? place.id : null })
    workbench.flyTo({ lng: place.lng, lat: place.lat, zoom: CLOSE_ZOOM })
  }

  // A code that turns out to be a component puts the point there, once; from then on the point is the operator's.
  watch(known, (found) => {
    const place = found?.facts?.place
    if (found === null || place?.lng == null || place.lat === null || applied === found.code) return
    applied = found.code
    setPoint(place.lng, place.lat)
    workbench.flyTo({ lng: place.lng, lat: place.lat, zoom: CLOSE_ZOOM })
  })
  watch(() => workbench.picked, (point) => {
    // What comes while the call is being filed would be neither in the case nor in a draft.
    if (point !== null && !isLocked()) take(point)
  })
  watch(byPoint.value, (found) => {
    if (found !== null) fillAddress(found.nearestAddress)
  })
  if (form.lng !== null && form.lat !== null) workbench.flyTo({ lng: form.lng, lat: form.lat, zoom: CLOSE_ZOOM })

  return {
    facts, isFilledIn, pickPlace,
    isLocating: computed(() => byPoint.isAsking.value || byCode.isAsking.value),
    refusal: computed(() => byPoint.refusal.value ?? byCode.refusal.value),
    isSearching: computed(() => places.isAsking.value),
    options: computed(() => (places.latest.value ?? []).map(({ kind, id, name, detail }) => ({
      value: `${kind}:${id}`, label: name, note: detail,
    }))),
    component: computed(() => componentState(form.component.trim(), known.value, byCode.isAsking.value)),
    nearComponents: computed(() => (byPoint.value.value?.nearestComponents ?? []).map(({ code, name, distanceM }) => ({
      value: code, code, label: name, aside: `${Math.round(distanceM)} m`,
    }))),
    typeAddress: (typed) => {
      form.address = typed
      sought.value = typed
      isFilledIn.value = false
    },
    pickComponent: (code) => (form.component = code),
  }
}

type ComponentState = 'none' | 'checking' | 'found' | 'unknown'

function componentState(code: string, known: { facts: PlaceFacts | null } | null, isAsking: boolean): ComponentState {
  if (code === '') return 'none'
  if (known === null || isAsking) return 'checking'
  return known.facts === null ? 'unknown' : 'found'
}
