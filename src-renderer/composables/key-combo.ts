/**
 * A key as a person says it ("Ctrl+Enter", "Alt+1", "F2", "/", "?"), compared by physical key: an input method that
 * turns / into 、 changes nothing.
 */
export interface KeyCombo {
  readonly codes: readonly string[]
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
}

const named: Readonly<Record<string, readonly string[]>> = {
  '/': ['Slash', 'NumpadDivide'],
  ',': ['Comma'],
  '.': ['Period', 'NumpadDecimal'],
  '[': ['BracketLeft'],
  ']': ['BracketRight'],
  'Enter': ['Enter', 'NumpadEnter'],
  'Esc': ['Escape'],
  'Space': ['Space'],
  'Tab': ['Tab'],
  'Up': ['ArrowUp'],
  'Down': ['ArrowDown'],
  'Left': ['ArrowLeft'],
  'Right': ['ArrowRight'],
  'Home': ['Home'],
  'End': ['End'],
  'PageUp': ['PageUp'],
  'PageDown': ['PageDown'],
  'Delete': ['Delete'],
  'Backspace': ['Backspace'],
}

function codesOf(key: string): readonly string[] {
  const known = named[key]
  if (known) return known
  if (/^\d$/.test(key)) return [`Digit${key}`, `Numpad${key}`]
  if (/^[A-Za-z]$/.test(key)) return [`Key${key.toUpperCase()}`]
  if (/^F([1-9]|1[0-2])$/.test(key)) return [key]
  throw new RangeError(`no such key: ${key}`)
}

const parsed = new Map<string, KeyCombo>()

/** Throws on a key that does not exist: a wrong binding is a programming error. */
export function parseKeys(keys: string): KeyCombo {
  const known = parsed.get(keys)
  if (known) return known
  // `?` is Shift and / on the layouts of the hall.
  const parts = (keys === '?' ? 'Shift+/' : keys).split('+')
  const key = parts.at(-1) ?? ''
  const held = new Set(parts.slice(0, -1))
  for (const part of held) if (!['Ctrl', 'Alt', 'Shift'].includes(part)) throw new RangeError(`no such key: ${keys}`)
  const combo: KeyCombo = { codes: codesOf(key), ctrl: held.has('Ctrl'), alt: held.has('Alt'), shift: held.has('Shift') }
  parsed.set(keys, combo)
  return combo
}

/** "Ctrl+Enter" as it stands on a key cap: "Ctrl Enter". */
export function keyCapText(keys: string): string {
  return keys.replaceAll('+', ' ')
}

export function matchesKeys(event: KeyboardEvent, combo: KeyCombo): boolean {
  if (event.metaKey || event.getModifierState('AltGraph')) return false
  const sameHeld = event.ctrlKey === combo.ctrl && event.altKey === combo.alt && event.shiftKey === combo.shift
  return sameHeld && combo.codes.includes(event.code)
}

/** True while an input method is composing; nothing may act then. 229 is what browsers send for a key the method swallowed. */
export function isComposing(event: KeyboardEvent): boolean {
  // keyCode is deprecated but the only sign some input methods give (UI Events, 7.1).
  return event.isComposing || event.keyCode === 229
}

/** A plain key types where one can type; only keys with Ctrl or Alt, function keys and Esc act there. */
export function actsWhileTyping(combo: KeyCombo): boolean {
  return combo.ctrl || combo.alt || combo.codes.some((code) => /^F\d+$/.test(code) || code === 'Escape')
}

const notTyped = ['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'file', 'image', 'color']

export function isTypingTarget(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !notTyped.includes(target.type) && !target.readOnly
  return (target instanceof HTMLTextAreaElement && !target.readOnly) || target.isContentEditable
}
