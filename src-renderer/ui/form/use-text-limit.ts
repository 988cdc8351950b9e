import { computed, ref } from 'vue'
import type { ComputedRef } from 'vue'
import { useFormat } from '#renderer/composables/index.ts'
import { useText } from '#renderer/i18n/index.ts'

type Control = HTMLInputElement | HTMLTextAreaElement

export interface TextLimit {
  /** What a full field says; undefined while there is room. */
  readonly note: ComputedRef<string | undefined>
  /** Before the browser cuts what is typed or pasted. */
  readonly onBeforeInput: (event: InputEvent) => void
}

/** A field that takes `most` characters says so when it is full, and how much of a paste it left out: none is cut in silence. */
export function useTextLimit(length: () => number, most: () => number | undefined): TextLimit {
  const { t } = useText()
  const format = useFormat()
  const left = ref(0)

  function onBeforeInput(event: InputEvent): void {
    const limit = most()
    const control = event.target
    // What is being composed counts when it is taken over.
    if (limit === undefined || event.isComposing || !isControl(control)) return
    const coming = (event.data ?? event.dataTransfer?.getData('text/plain') ?? '').length
    const chosen = (control.selectionEnd ?? 0) - (control.selectionStart ?? 0)
    left.value = Math.max(0, control.value.length - chosen + coming - limit)
  }

  const note = computed(() => {
    const limit = most()
    if (limit === undefined || length() < limit) return undefined
    const full = t('common.field.full', { n: format.number(limit) })
    return left.value > 1 ? full + t('common.field.notTaken', { n: format.number(left.value) }) : full
  })
  return { note, onBeforeInput }
}

function isControl(target: EventTarget | null): target is Control {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
