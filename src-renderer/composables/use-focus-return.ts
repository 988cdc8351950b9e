/** A place an operator can jump to with a key: the command bar, the map, the alarm list. */
export type FocusTarget = () => HTMLElement | null | undefined

export interface FocusReturn {
  /** First press goes there; a second press returns to the exact caret it came from. True when it went there. */
  readonly toggle: (target: FocusTarget) => boolean
  /** Back to the remembered place, if any; true when it was still there. */
  readonly goBack: () => boolean
  /** Remembers where the operator is, for something that will take the focus by itself. */
  readonly remember: () => void
}

interface Place {
  readonly element: HTMLElement
  readonly id: string
  readonly selection: readonly [start: number, end: number, direction: 'forward' | 'backward' | 'none'] | undefined
  readonly scrollTop: number
}

type TextControl = HTMLInputElement | HTMLTextAreaElement

let lastPlace: Place | undefined

/** One memory per window: whichever key took the operator away, the second press brings them back. */
export function useFocusReturn(): FocusReturn {
  return { toggle, goBack, remember }
}

function remember(): void {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return
  lastPlace = { element, id: element.id, selection: selectionOf(element), scrollTop: element.scrollTop }
}

function toggle(target: FocusTarget): boolean {
  const element = target()
  if (!element) return false
  if (element.contains(document.activeElement)) {
    goBack()
    return false
  }
  remember()
  focusWithin(element)
  return true
}

function goBack(): boolean {
  const place = lastPlace
  lastPlace = undefined
  if (!place) return false
  // A form that was drawn again while the operator was away still has a field of that id.
  const element = place.element.isConnected ? place.element : place.id === '' ? null : document.getElementById(place.id)
  if (!element) return false
  element.focus({ preventScroll: false })
  if (place.selection && isTextControl(element)) restoreSelection(element, place.selection)
  element.scrollTop = place.scrollTop
  return document.activeElement === element
}

function focusWithin(element: HTMLElement): void {
  element.focus()
  if (document.activeElement === element) return
  element.querySelector<HTMLElement>('input, textarea, select, button, a[href], [tabindex]:not([tabindex="-1"])')?.focus()
}

function isTextControl(element: Element): element is TextControl {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
}

function selectionOf(element: HTMLElement): Place['selection'] {
  if (!isTextControl(element) || element.selectionStart === null || element.selectionEnd === null) return undefined
  return [element.selectionStart, element.selectionEnd, element.selectionDirection ?? 'none']
}

function restoreSelection(element: TextControl, [start, end, direction]: NonNullable<Place['selection']>): void {
  if (element.selectionStart === null) return
  element.setSelectionRange(start, end, direction)
}
