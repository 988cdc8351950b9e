import { computed, inject, provide } from 'vue'
import type { ComputedRef, InjectionKey } from 'vue'

const key: InjectionKey<() => boolean> = Symbol('form lock')

/** While it says so the fields below can only be read: what is typed after a form was sent would go nowhere. */
export function provideFormLock(isLocked: () => boolean): void {
  provide(key, isLocked)
}

/** Whether a field can only be read, by its own word or by that of the form it stands in. */
export function useFormLock(isReadonly: () => boolean = () => false): ComputedRef<boolean> {
  const isLocked = inject(key, () => () => false, true)
  return computed(() => isReadonly() || isLocked())
}
