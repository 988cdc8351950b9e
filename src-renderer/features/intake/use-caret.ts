import { onMounted, onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { Caret } from '#shared/contracts/intake.contract.ts'

/** DOM id of a form field's control; its name is what stands behind the dash. */
export const fieldId = (name: string): string => `field-${name}`
const FIELD_ID = /^field-(\w+)$/

export interface CaretKeeper {
  readonly caret: Readonly<ShallowRef<Caret>>
  /** Puts the caret where it was kept; false when that field is not there. */
  readonly restore: () => boolean
}

/** Follows the caret through the fields of a form, so that a crash can give it back exactly. */
export function useCaret(root: () => HTMLElement | null | undefined, kept: Caret): CaretKeeper {
  const caret = shallowRef<Caret>(kept)

  function follow(): void {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || root()?.contains(element) !== true) return
    const field = FIELD_ID.exec(element.id)?.[1]
    if (field === undefined) return
    const [start, end] = selectionOf(element)
    const now = caret.value
    if (now?.field !== field || now.start !== start || now.end !== end) caret.value = { field, start, end }
  }

  const events = ['selectionchange', 'focusin', 'input'] as const
  onMounted(() => events.forEach((name) => document.addEventListener(name, follow)))
  onScopeDispose(() => events.forEach((name) => document.removeEventListener(name, follow)))

  return { caret, restore: () => kept !== null && putCaret(kept) }
}

function selectionOf(element: HTMLElement): readonly [start: number, end: number] {
  if (!isTextControl(element)) return [0, 0]
  return [element.selectionStart ?? 0, element.selectionEnd ?? 0]
}

function putCaret({ field, start, end }: NonNullable<Caret>): boolean {
  const element = document.getElementById(fieldId(field))
  if (element === null) return false
  element.focus()
  if (isTextControl(element) && element.selectionStart !== null) element.setSelectionRange(start, end)
  return document.activeElement === element
}

function isTextControl(element: Element): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
}
