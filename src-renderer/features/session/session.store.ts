// Glossary. open: somebody is signed in, unlocked, and the workbench may be touched. locked: the seat is kept for the one who
// sits here; the window is covered at once, even while the host cannot be told.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { turnSession, useDesk, useDeskStore, useTopic } from '#renderer/desk/index.ts'
import { putAwayWithin, setHallZone } from '#renderer/composables/index.ts'
import { zoneName } from './zone-name.ts'

/** Longer than a save takes on a busy disk; whoever leaves sees the cover all the while. */
const PUT_AWAY_WITHIN_MS = 2000

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
  /** As with a lock: whoever leaves walks away from a covered window, whether or not the host can be told now. */
  const signOutAsked = ref(false)
  /** Why the host did not let them leave; they are covered all the same. */
  const signOutRefusal = shallowRef<Refusal | null>(null)
  const signedIn = computed(() => status.value?.signedIn ?? null)
  const isLocked = computed(() => signedIn.value !== null && (signedIn.value.locked || lockAsked.value || signOutAsked.value))
  const isOpen = computed(() => signedIn.value !== null && !isLocked.value)
  /** Whose calls the host takes; null while nobody sits here and while it has the seat locked. */
  const served = computed(() => (signedIn.value === null || signedIn.value.locked ? null : signedIn.value.person))
  const dismissed = shallowRef<Dismissed>()
  /** Who sat here when the host last said so, unless this window has seen that person out. */
  let sitting: SignedIn | null = null

  let telling: Promise<Refusal | null> | null = null
  /** One at a time: a host that comes back while it is being told is not told twice. */
  function tell(): Promise<Refusal | null> {
    telling ??= tellHost().finally(() => (telling = null))
    return telling
  }

  /** After the words, since a seat that is locked or left saves nothing any more. */
  async function tellHost(): Promise<Refusal | null> {
    await putAwayWithin(PUT_AWAY_WITHIN_MS)
    if (lockAsked.value && !signOutAsked.value) await desk.call.session.lock({})
    if (!signOutAsked.value) return null
    sitting = null
    const reply = await desk.call.session.signOut({})
    signOutRefusal.value = reply.ok || reply.error.code === 'host-gone' ? null : reply.error
    return reply.ok ? null : reply.error
  }

  async function lock(): Promise<void> {
    if (!isOpen.value) return
    lockAsked.value = true
    await tell()
  }

  async function unlock(secret: string): Promise<Refusal | null> {
    const reply = await desk.call.session.unlock({ secret })
    if (!reply.ok) return reply.error
    forgetAsked()
    return null
  }

  async function signIn(wish: SignInWish): Promise<Refusal | null> {
    const before = signedIn.value?.signIn
    const reply = await desk.call.session.signIn({ ...wish, posts: [...wish.posts] })
    if (!reply.ok) return reply.error
    // Another sign-in uncovers when the host's word of it is here: until then the one under the cover is the former one's.
    if (reply.value.signIn === before) forgetAsked()
    return null
  }

  async function signOut(): Promise<Refusal | null> {
    if (signedIn.value === null) return null
    signOutAsked.value = true
    return tell()
  }

  function forgetAsked(): void {
    lockAsked.value = false
    signOutAsked.value = false
    signOutRefusal.value = null
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
  watch(() => signedIn.value?.signIn, forgetAsked)
  // What could not be told (host gone) is told when it is back.
  watch(() => deskStore.state, (state) => {
    if (state === 'here' && (lockAsked.value || signOutAsked.value)) void tell()
  })
  watch(isOpen, (open) => {
    if (open) turnSession()
  })

  return { status, signedIn, isLocked, isOpen, served, dismissed, signOutAsked, signOutRefusal, lock, unlock, signIn, signOut }
})
