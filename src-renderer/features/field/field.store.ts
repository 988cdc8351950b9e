// 街面力量: inspectors, vehicles and cameras, for every panel and map of a window.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { isOnline } from '#shared/domain/patrol/presence.ts'
import type { FieldObjectId } from '#shared/kernel/ids.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { useLinkStore } from '#renderer/features/frame/index.ts'
import { moversOf } from './mover.ts'
import type { Mover } from './mover.ts'

export interface Strength {
  readonly online: number
  readonly total: number
}

function strengthOf(movers: readonly Mover[]): Strength {
  return { online: movers.filter(({ state }) => isOnline(state)).length, total: movers.length }
}

export const useFieldStore = defineStore('field', () => {
  const desk = useDesk()
  const link = useLinkStore()
  const { value: told, isOld } = useTopic(desk.watch.field.movers, () => ({}))
  const { value: places } = useTopic(desk.watch.field.cameras, () => ({}))
  const selectedId = ref<FieldObjectId | null>(null)

  /** Nobody answers for what was said last. */
  const isUnheard = computed(() => link.isHostGone || isOld.value)
  const movers = computed(() => (told.value === null ? [] : moversOf(told.value, isUnheard.value)))
  const inspectors = computed(() => movers.value.filter(({ kind }) => kind === 'inspector'))
  const vehicles = computed(() => movers.value.filter(({ kind }) => kind !== 'inspector'))
  const cameras = computed(() => places.value?.cameras ?? [])
  /** Positions arrive now; otherwise whatever is shown is what was last known. */
  const isHeard = computed(() => told.value?.isHeard === true && !isUnheard.value)
  /** Platform time of the newest word; null before the first. */
  const asOf = computed(() => told.value?.asOf ?? null)
  const selected = computed(() => movers.value.find(({ id }) => id === selectedId.value) ?? null)

  return {
    movers, inspectors, vehicles, cameras, isHeard, asOf, selectedId, selected,
    /** Null before the host has said anything. */
    inspectorStrength: computed(() => (told.value === null ? null : strengthOf(inspectors.value))),
    vehicleStrength: computed(() => (told.value === null ? null : strengthOf(vehicles.value))),
    select: (id: FieldObjectId | null): void => {
      selectedId.value = id
    },
  }
})
