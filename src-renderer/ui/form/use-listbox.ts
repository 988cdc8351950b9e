import { computed, nextTick, ref, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { ChoiceOption } from './option.ts'

export interface Listbox {
  readonly isOpen: Ref<boolean>
  readonly activeIndex: Ref<number>
  readonly active: ComputedRef<ChoiceOption | undefined>
  readonly open: (at?: number) => void
  readonly close: () => void
  /** Moves over what can be chosen; stops at the ends. */
  readonly move: (by: number) => void
  readonly moveTo: (index: number) => void
  /** DOM id of an option, for `aria-activedescendant`. */
  readonly optionId: (index: number) => string
}

/** The part of a list to choose from that has nothing to do with how it is drawn. */
export function useListbox(options: () => readonly ChoiceOption[], id: string): Listbox {
  const isOpen = ref(false)
  const activeIndex = ref(-1)
  const canChoose = (index: number): boolean => {
    const option = options()[index]
    return option !== undefined && option.blocked === undefined
  }

  function moveTo(index: number): void {
    if (canChoose(index)) activeIndex.value = index
  }

  function move(by: number): void {
    const step = Math.sign(by)
    let left = Math.abs(by)
    let at = activeIndex.value
    for (let next = at + step; left > 0 && next >= 0 && next < options().length; next += step) {
      if (!canChoose(next)) continue
      at = next
      left -= 1
    }
    activeIndex.value = at
  }

  function open(at = -1): void {
    isOpen.value = true
    activeIndex.value = canChoose(at) ? at : -1
  }

  const optionId = (index: number): string => `${id}-option-${index}`
  // Other options under the same index would make Enter choose what was never looked at.
  watch(options, () => (activeIndex.value = -1))
  watch(activeIndex, async (index) => {
    await nextTick()
    document.getElementById(optionId(index))?.scrollIntoView({ block: 'nearest' })
  })

  return {
    isOpen, activeIndex, active: computed(() => options()[activeIndex.value]), open, move, moveTo, optionId,
    close: () => {
      isOpen.value = false
      activeIndex.value = -1
    },
  }
}
