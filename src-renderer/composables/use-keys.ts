// 键盘: whole shifts are worked by keyboard. Scopes stack: the window, the pane, the panel on top; the topmost that knows
// a key takes it.
import { computed, inject, onScopeDispose, provide, shallowReactive, shallowRef } from 'vue'
import type { ComputedRef, InjectionKey } from 'vue'
import { actsWhileTyping, isComposing, isTypingTarget, matchesKeys, parseKeys } from './key-combo.ts'

export interface KeyBinding {
  /** "Ctrl+Enter", "Alt+1", "F2", "/"; several keys may do the same. */
  readonly keys: string | readonly string[]
  /** What it does, in the window's language; read each time the help opens. */
  readonly label: () => string
  readonly run: (event: KeyboardEvent) => void
  /** Not offered and not taken while false. */
  readonly when?: () => boolean
  /** Also on auto-repeat while the key is held, as for moving through rows. */
  readonly repeats?: boolean
}

export interface KeyScope {
  readonly name: () => string
  /** Adds a binding until the returned function is called. */
  readonly add: (binding: KeyBinding) => () => void
}

/** One group of the key help: a scope and the keys it takes now. */
export interface KeyGroup {
  readonly name: string
  readonly keys: readonly { readonly keys: readonly string[]; readonly label: string }[]
}

interface ScopeEntry {
  readonly name: () => string
  readonly exclusive: boolean
  /** Stays in force over what an exclusive scope hides. */
  readonly keeps: KeyScope | undefined
  readonly bindings: KeyBinding[]
}

const scopes = shallowReactive<ScopeEntry[]>([])
const revision = shallowRef(0)
const entryOf = new WeakMap<KeyScope, ScopeEntry>()
const scopeKey: InjectionKey<KeyScope> = Symbol('key scope')
const keysOf = (binding: KeyBinding): readonly string[] => (typeof binding.keys === 'string' ? [binding.keys] : binding.keys)
const isOffered = (binding: KeyBinding): boolean => binding.when?.() ?? true

export interface KeyScopeOptions {
  readonly exclusive?: boolean
  /** With `exclusive`: the one scope under it that stays in force, as the window's own keys under a page of it. */
  readonly keeps?: KeyScope | undefined
}

/**
 * Opens a scope for the life of the component. `exclusive` scopes (a tray, the key help) hide what lies under them.
 * Child components add their own keys to it through {@link useNearestKeys}.
 */
export function useKeys(name: () => string, bindings: readonly KeyBinding[], options: KeyScopeOptions = {}): KeyScope {
  const entry: ScopeEntry = { name, exclusive: options.exclusive ?? false, keeps: options.keeps, bindings: [...bindings] }
  for (const binding of bindings) keysOf(binding).forEach(parseKeys)
  if (scopes.length === 0) window.addEventListener('keydown', handleKeydown)
  scopes.push(entry)
  onScopeDispose(() => {
    scopes.splice(scopes.indexOf(entry), 1)
    if (scopes.length === 0) window.removeEventListener('keydown', handleKeydown)
  })
  const scope: KeyScope = { name, add: (binding) => addTo(entry, binding) }
  entryOf.set(scope, entry)
  provide(scopeKey, scope)
  return scope
}

/** The scope of the nearest ancestor that opened one. */
export function useNearestKeys(): KeyScope | undefined {
  return inject(scopeKey, undefined)
}

/** What can be pressed here, topmost scope first; for the key help. */
export function useActiveKeys(): ComputedRef<readonly KeyGroup[]> {
  return computed(() => {
    void revision.value
    return visibleScopes().map(describeScope).filter((group) => group.keys.length > 0)
  })
}

function addTo(entry: ScopeEntry, binding: KeyBinding): () => void {
  keysOf(binding).forEach(parseKeys)
  entry.bindings.push(binding)
  revision.value += 1
  return () => {
    const at = entry.bindings.indexOf(binding)
    if (at >= 0) entry.bindings.splice(at, 1)
    revision.value += 1
  }
}

function visibleScopes(): ScopeEntry[] {
  const topFirst = [...scopes].reverse()
  const wall = topFirst.findIndex((scope) => scope.exclusive)
  if (wall < 0) return topFirst
  const kept = topFirst[wall]?.keeps
  const entry = kept === undefined ? undefined : entryOf.get(kept)
  return entry === undefined ? topFirst.slice(0, wall + 1) : [...topFirst.slice(0, wall + 1), entry]
}

function describeScope(scope: ScopeEntry): KeyGroup {
  const keys = scope.bindings.filter(isOffered).map((binding) => ({ keys: keysOf(binding), label: binding.label() }))
  return { name: scope.name(), keys }
}

function handleKeydown(event: KeyboardEvent): void {
  // What a field or list has already used is not a command.
  if (event.defaultPrevented || isComposing(event)) return
  const typing = isTypingTarget(event.target)
  for (const scope of visibleScopes()) {
    const taken = scope.bindings.find((binding) => takes(binding, event, typing))
    if (!taken) continue
    event.preventDefault()
    if (!event.repeat || taken.repeats === true) taken.run(event)
    return
  }
}

function takes(binding: KeyBinding, event: KeyboardEvent, typing: boolean): boolean {
  const hit = keysOf(binding).map(parseKeys).some((combo) => matchesKeys(event, combo) && (!typing || actsWhileTyping(combo)))
  return hit && isOffered(binding)
}
