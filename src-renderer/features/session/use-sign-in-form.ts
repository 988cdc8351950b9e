import { computed, ref, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { Post } from '#shared/domain/case/terms.ts'
import { PersonId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useFormat, useNow } from '#renderer/composables/index.ts'
import { errorLine, useText } from '#renderer/i18n/index.ts'
import { useSessionStore } from './session.store.ts'
import { shiftAt } from './shift-at.ts'
import { usePersonLookUp } from './use-person-look-up.ts'
import type { LookedUp } from './use-person-look-up.ts'

/** Posts that are worked at a seat, in the order they are offered. */
export const seatPosts = ['acceptor', 'dispatcher', 'shift-leader', 'evaluator', 'administrator'] as const satisfies readonly Post[]
export type SeatPost = (typeof seatPosts)[number]

export const PIN_LENGTH = 6
/** Shorter than the contract's least: not worth a question to the host. */
const LEAST_PASSWORD = 4

const unknownPerson: Refusal = { code: 'bad-credentials' }

export interface SignInForm {
  readonly number: Ref<string>
  readonly secret: Ref<string>
  readonly usesPassword: Ref<boolean>
  readonly posts: Ref<ReadonlySet<SeatPost>>
  readonly shift: Ref<string>
  readonly busy: Ref<boolean>
  readonly person: Readonly<Ref<LookedUp>>
  /** The number typed is that of the one who has locked the seat: the PIN unlocks, nothing else changes. */
  readonly unlocks: ComputedRef<boolean>
  readonly numberError: ComputedRef<string | undefined>
  readonly secretError: Ref<string | undefined>
  /** Why it cannot be sent now, in words; undefined when it can. */
  readonly blocked: ComputedRef<string | undefined>
  readonly submit: (takesShift: boolean) => Promise<void>
}

/** Everything the sign-in page asks, whether it signs in, unlocks or takes over. */
export function useSignInForm(): SignInForm {
  const session = useSessionStore()
  const deskStore = useDeskStore()
  const { t } = useText()
  /** Whose PIN is awaited; nobody's when the one who sat here has left, whether or not the host knows. */
  const sitting = (): string | undefined => (session.signOutAsked ? undefined : session.signedIn?.person)
  const number = ref(sitting() ?? '')
  const secret = ref('')
  const usesPassword = ref(false)
  const posts = ref<ReadonlySet<SeatPost>>(new Set())
  const shift = useShiftChoice()
  const busy = ref(false)
  const refusal = ref<Refusal>()
  const { found: person, settle } = usePersonLookUp(number, () => session.status?.rosterSize ?? 0)
  const unlocks = computed(() => session.signedIn !== null && number.value.trim() === session.signedIn.person)

  watch(person, (found) => {
    const held = found.kind === 'known' ? seatPosts.filter((post) => found.posts.includes(post)) : []
    posts.value = new Set(held)
  }, { flush: 'sync' })
  // The one who sits here may become known only after this page stands.
  watch(sitting, (one) => {
    if (one !== undefined && number.value === '') number.value = one
  })
  watch([number, secret], () => {
    if (secret.value !== '') refusal.value = undefined
  })

  const numberError = computed(() => {
    if (person.value.kind === 'unknown') return t(session.status?.rosterSize === 0 ? 'session.rosterEmpty' : 'session.numberUnknown')
    const holdsNone = person.value.kind === 'known' && !person.value.posts.some((post) => seatPosts.some((known) => known === post))
    return holdsNone ? t('session.noSeatPost') : undefined
  })
  const secretError = computed(() => (refusal.value === undefined ? undefined : errorLine(refusal.value.code)))
  const blocked = computed(() => {
    if (deskStore.state !== 'here') return t('session.hostGone')
    const isShort = usesPassword.value ? secret.value.length < LEAST_PASSWORD : secret.value.length < PIN_LENGTH
    if (isShort) return t(usesPassword.value ? 'session.passwordMissing' : 'session.secretMissing')
    if (numberError.value !== undefined || unlocks.value) return numberError.value
    return person.value.kind === 'known' && posts.value.size === 0 ? t('session.choosePost') : undefined
  })

  async function submit(takesShift: boolean): Promise<void> {
    if (blocked.value !== undefined || busy.value) return
    busy.value = true
    await settle()
    // What the look-up brought may stand in the way after all; its words are on the page by now.
    const isStopped = numberError.value !== undefined || (!unlocks.value && posts.value.size === 0)
    const refused = isStopped ? unknownPerson : unlocks.value ? await session.unlock(secret.value) : await signIn(takesShift)
    busy.value = false
    // What was typed as a secret is never kept; a refusal keeps its words.
    secret.value = ''
    refusal.value = refused ?? undefined
  }

  async function signIn(takesShift: boolean): Promise<Refusal | null> {
    const id = PersonId.safeParse(number.value.trim())
    if (!id.success) return unknownPerson
    return session.signIn({ person: id.data, secret: secret.value, posts: [...posts.value], shift: takesShift && shift.value !== '' ? shift.value : null })
  }

  return { number, secret, usesPassword, posts, shift, busy, person, unlocks, numberError, secretError, blocked, submit }
}

/** The shift of the hour, until somebody chooses another. */
function useShiftChoice(): Ref<string> {
  const session = useSessionStore()
  const format = useFormat()
  const now = useNow()
  const chosen = ref<string>()
  return computed({
    get: () => chosen.value ?? shiftAt(session.status?.shifts ?? [], format.minute(now.value))?.id ?? '',
    set: (id) => {
      chosen.value = id
    },
  })
}
