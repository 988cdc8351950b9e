import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef, WatchSource } from 'vue'
import type { WireRefusal } from '#shared/contracts/frames.ts'
import { sessionTurn } from './session-turn.ts'

export interface Topic<Value> {
  /** The newest snapshot; null until the first arrived or while there is nothing to watch. */
  readonly value: Readonly<ShallowRef<Value | null>>
  /** Why the newest read was refused; null as soon as there is a snapshot again, or something else is watched. */
  readonly refusal: Readonly<ShallowRef<WireRefusal | null>>
  /** The snapshot could not be read anew: it is shown as old, until the next one arrives. */
  readonly isOld: Readonly<ShallowRef<boolean>>
}

type WatchTopic<Arg, Value> = (
  arg: Arg,
  onValue: (value: Value) => void,
  onRefused?: (refusal: WireRefusal) => void,
) => () => void

/**
 * Watches a topic of the desk for as long as the calling scope lives. `source` gives the argument; null = watch nothing.
 * A new argument ends the old watch first; the old value stays on screen until the new one arrives, so nothing jumps.
 * A lock ends the watch at the host; it begins again when the seat is unlocked.
 */
export function useTopic<Arg, Value>(topic: WatchTopic<Arg, Value>, source: WatchSource<Arg | null>): Topic<Value> {
  const value = shallowRef<Value | null>(null)
  const refusal = shallowRef<WireRefusal | null>(null)
  const isOld = shallowRef(false)
  let end: (() => void) | null = null
  const begin = (arg: Arg | null): void => {
    end?.()
    end = null
    refusal.value = null
    if (arg === null) {
      value.value = null
      isOld.value = false
      return
    }
    end = topic(
      arg,
      (next) => {
        value.value = next
        refusal.value = null
        isOld.value = false
      },
      (why) => {
        refusal.value = why
        isOld.value = true
      },
    )
  }
  let latest: Arg | null = null
  watch(source, (arg) => {
    latest = arg
    begin(arg)
  }, { immediate: true })
  watch(sessionTurn, () => {
    if (refusal.value?.code === 'no-session') begin(latest)
  })
  onScopeDispose(() => end?.())
  return { value, refusal, isOld }
}
