// Glossary. open: somebody is signed in, unlocked, and the workbench may be touched. locked: the seat is kept for the one who
// sits here; the window is covered at once, even while the host cannot be told.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
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

/** Whose session the roster has ended, and the code that says why. */
export interface Dismissed {
  readonly name: string
  readonly code: 'not-rostered' | 'posts-withdrawn'
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
  const dismissed = shallowRef<Dismissed>()
  /** Who sat here when the host last said so, unless this window has seen that person out. */
  let sitting: SignedIn | null = null

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
    sitting = null
    const reply = await desk.call.session.signOut({})
    return reply.ok ? null : reply.error
  }

  /** A session can end without anybody's doing: then the roster knows why. */
  async function askWhyEnded(left: SignedIn): Promise<void> {
    const reply = await desk.call.session.lookUp({ person: left.person })
    if (!reply.ok || signedIn.value !== null) return
    if (reply.value === null) dismissed.value = { name: left.name, code: 'not-rostered' }
    else if (!left.posts.some((post) => reply.value?.posts.includes(post))) dismissed.value = { name: left.name, code: 'posts-withdrawn' }
  }

  watch(status, (told) => {
    if (told === null) return
    const left = sitting
    sitting = told.signedIn
    if (told.signedIn !== null) dismissed.value = undefined
    else if (left !== null && told.rosterSize > 0) void askWhyEnded(left)
  }, { immediate: true })
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

  return { status, signedIn, isLocked, isOpen, dismissed, lock, unlock, signIn, signOut }
})
