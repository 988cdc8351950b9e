// Glossary. open: somebody is signed in, unlocked, and the workbench may be touched. locked: the seat is kept for the one who
// sits here; the window is covered at once, even while the host cannot be told.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Post } from '#shared/domain/case/terms.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { turnSession, useDesk, useDeskStore, useTopic } from '#renderer/desk/index.ts'
import { setHallZone } from '#renderer/composables/index.ts'
import { zoneName } from './zone-name.ts'

export interface SignInWish {
  readonly person: PersonId
  readonly secret: string
  readonly posts: readonly Post[]
  /** Null: signs in without taking the shift over. */
  readonly shift: string | null
}

/** Who sits at this seat. Refusals are returned; null means done. */
export const useSessionStore = defineStore('session', () => {
  const desk = useDesk()
  const deskStore = useDeskStore()
  const { value: status } = useTopic(desk.watch.session.status, () => ({}))
  /** The window covers itself before the host has confirmed, and while the host is gone. */
  const lockAsked = ref(false)
  const signedIn = computed(() => status.value?.signedIn ?? null)
  const isLocked = computed(() => signedIn.value !== null && (signedIn.value.locked || lockAsked.value))
  const isOpen = computed(() => signedIn.value !== null && !isLocked.value)

  async function tellLock(): Promise<void> {
    await desk.call.session.lock({})
  }

  async function lock(): Promise<void> {
    if (!isOpen.value) return
    lockAsked.value = true
    await tellLock()
  }

  async function unlock(secret: string): Promise<Refusal | null> {
    const reply = await desk.call.session.unlock({ secret })
    if (!reply.ok) return reply.error
    lockAsked.value = false
    return null
  }

  async function signIn(wish: SignInWish): Promise<Refusal | null> {
    const reply = await desk.call.session.signIn({ ...wish, posts: [...wish.posts] })
    if (!reply.ok) return reply.error
    lockAsked.value = false
    return null
  }

  async function signOut(): Promise<Refusal | null> {
    const reply = await desk.call.session.signOut({})
    return reply.ok ? null : reply.error
  }

  watch(() => status.value?.zoneOffsetMinutes, (minutes) => {
    if (minutes !== undefined) setHallZone(zoneName(minutes))
  }, { immediate: true })
  watch(() => signedIn.value?.locked, (locked) => {
    if (locked === true) lockAsked.value = false
  })
  // A lock that could not be told (host gone) is told when it is back.
  watch(() => deskStore.state, (state) => {
    if (state === 'here' && lockAsked.value) void tellLock()
  })
  watch(isOpen, (open) => {
    if (open) turnSession()
  })

  return { status, signedIn, isLocked, isOpen, lock, unlock, signIn, signOut }
})
