import { nextTick, onBeforeUnmount, onMounted, ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { useNearestKeys } from '#renderer/composables/index.ts'
import { actionKeys } from './action-order.ts'

/** Ways on that stand beside the step where there is room for them. */
const MOST_BESIDE = 3

/** How many ways on have room in the bar's one row; the others stand under 更多. `contents` tells when to measure anew. */
export function useBarRoom(box: Readonly<Ref<HTMLElement | null>>, contents: () => unknown): Readonly<Ref<number>> {
  const room = ref(MOST_BESIDE)
  let measuredPx = 0
  let turn = 0
  const observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => {
    if (box.value !== null && box.value.clientWidth !== measuredPx) void fit()
  })

  /** Between two frames: nothing of it is seen. */
  async function fit(): Promise<void> {
    const mine = (turn += 1)
    measuredPx = box.value?.clientWidth ?? 0
    for (room.value = MOST_BESIDE; room.value > 0; room.value -= 1) {
      await nextTick()
      // A later change measures for itself.
      if (mine !== turn || !isWrapped(box.value)) return
    }
  }

  watch(contents, fit, { flush: 'post' })
  watch(box, (element) => {
    observer?.disconnect()
    if (element !== null) observer?.observe(element)
  })
  onMounted(fit)
  onBeforeUnmount(() => observer?.disconnect())
  return room
}

function isWrapped(box: HTMLElement | null): boolean {
  const buttons = [...(box?.querySelectorAll<HTMLElement>('[role=toolbar] button') ?? [])]
  const [first] = buttons
  const last = buttons.at(-1)
  return first !== undefined && last !== undefined && last.offsetTop > first.offsetTop + first.offsetHeight / 2
}

interface ActionDeed {
  readonly name: (action: CaseAction) => string
  readonly run: (action: CaseAction) => void
}

/** An action keeps its key while its button has no room. */
export function useKeysOf(actions: () => readonly CaseAction[], act: ActionDeed): void {
  const scope = useNearestKeys()
  watch(actions, (hidden, _before, onCleanup) => {
    const released = hidden.flatMap((action) => {
      const keys = actionKeys[action]
      if (keys === undefined || scope === undefined) return []
      return [scope.add({ keys, label: () => act.name(action), run: () => act.run(action) })]
    })
    onCleanup(() => released.forEach((release) => release()))
  }, { immediate: true })
}
