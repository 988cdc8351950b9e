import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { setClockOffset } from '#renderer/composables/index.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { usePorts } from './department-ports.ts'

/** Who works here. A sign-in that has ended leaves the page standing: only the PIN is asked again. */
export const useDepartmentSession = defineStore('department-session', () => {
  const { client, keep } = usePorts()
  const signedIn = shallowRef(keep.now)
  const hasEnded = ref(false)

  /** Null when it is done. */
  async function signIn(number: string, secret: string): Promise<Refusal | null> {
    const person = PersonId.safeParse(number.trim())
    if (!person.success) return { code: 'bad-credentials' }
    const said = await client.signIn(person.data, secret)
    if (!said.ok) return said.error
    const { token, department, name, time } = said.value
    if (token === null || department === null) return { code: 'wrong-post', detail: 'department' }
    keep.set({ person: person.data, name, department, token })
    setClockOffset(time - Date.now())
    signedIn.value = keep.now
    hasEnded.value = false
    return null
  }

  /** The platform knows the token no more. */
  function noteEnd(): void {
    if (signedIn.value !== null) hasEnded.value = true
  }

  /** Here at once; at the platform if it can be reached, else when the token runs out. */
  async function signOut(): Promise<void> {
    // Asked with the token that goes; whoever signs in meanwhile keeps their own.
    const told = client.signOut()
    keep.set(null)
    signedIn.value = null
    hasEnded.value = false
    await told
  }

  return { signedIn, hasEnded, signIn, noteEnd, signOut }
})
