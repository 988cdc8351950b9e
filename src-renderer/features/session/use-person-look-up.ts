import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { Post } from '#shared/domain/case/terms.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import { useDesk } from '#renderer/desk/index.ts'

export type LookedUp =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'known'; readonly id: PersonId; readonly name: string; readonly posts: readonly Post[] }

export interface PersonLookUp {
  readonly found: Readonly<ShallowRef<LookedUp>>
  /** Asks at once instead of after the pause, for somebody who was quicker; resolves when `found` is current. */
  readonly settle: () => Promise<void>
}

const PAUSE_MS = 150

/**
 * Whose number is being typed; answers that come after the next keystroke are dropped. A number nobody knew is asked again when
 * the roster grows: on a new machine people type before it has arrived.
 */
export function usePersonLookUp(number: Readonly<Ref<string>>, rosterSize: () => number): PersonLookUp {
  const desk = useDesk()
  const found = shallowRef<LookedUp>({ kind: 'none' })
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(id: PersonId): Promise<void> {
    const reply = await desk.call.session.lookUp({ person: id })
    if (number.value.trim() !== id) return
    if (!reply.ok) found.value = { kind: 'none' }
    else found.value = reply.value === null ? { kind: 'unknown' } : { kind: 'known', id, ...reply.value }
  }

  watch(number, (typed) => {
    clearTimeout(timer)
    const id = PersonId.safeParse(typed.trim())
    found.value = { kind: 'none' }
    if (id.success) timer = setTimeout(() => void look(id.data), PAUSE_MS)
  }, { immediate: true })
  watch(rosterSize, () => {
    const id = PersonId.safeParse(number.value.trim())
    if (found.value.kind === 'unknown' && id.success) void look(id.data)
  })
  onScopeDispose(() => clearTimeout(timer))

  async function settle(): Promise<void> {
    const id = PersonId.safeParse(number.value.trim())
    if (found.value.kind !== 'none' || !id.success) return
    clearTimeout(timer)
    await look(id.data)
  }
  return { found, settle }
}
