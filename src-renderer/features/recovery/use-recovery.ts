import { computed, ref, shallowRef, watch } from 'vue'
import { PersonId } from '#shared/kernel/ids.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { choicesOf } from './recovery-choices.ts'
import type { RecoveryChoice } from './recovery-choices.ts'

type Said =
  | { readonly word: 'done'; readonly commands: number; readonly salvaged: number; readonly missing: number }
  | { readonly word: 'exported'; readonly file: string }
  | { readonly word: 'restarting' }

/** One seat's recovery: what is known, what is chosen, who confirms. */
export function useRecovery() {
  const desk = useDesk()
  const { value: cause } = useTopic(desk.watch.recovery.cause, () => ({}))
  const { value: status, refusal: unread } = useTopic(desk.watch.recovery.status, () => ({}))
  const { value: keyTrouble } = useTopic(desk.watch.recovery.key, () => ({}))
  const choices = computed(() => (status.value === null ? [] : choicesOf(status.value)))
  const chosenKey = ref<string | null>(null)
  const chosen = computed<RecoveryChoice | null>(() => choices.value.find(({ key }) => key === chosenKey.value) ?? null)
  const person = ref('')
  const pin = ref('')
  const isBusy = ref(false)
  const refusal = shallowRef<Refusal | null>(null)
  const said = shallowRef<Said | null>(null)

  watch(choices, (now) => {
    if (chosen.value === null) chosenKey.value = now[0]?.key ?? null
  }, { immediate: true })

  const leader = () => ({ person: PersonId.parse(person.value), secret: pin.value })

  /** Also what another window, or this one before it was loaded anew, has set going. */
  const isWorking = computed(() => isBusy.value || status.value?.busy === true)

  async function run<T>(ask: () => Promise<Result<T>>, done: (value: T) => Said): Promise<void> {
    if (isWorking.value) return
    isBusy.value = true
    refusal.value = null
    const reply = await ask()
    pin.value = ''
    isBusy.value = false
    if (reply.ok) said.value = done(reply.value)
    else refusal.value = reply.error
  }

  async function restore(): Promise<void> {
    const choice = chosen.value
    if (choice === null) return
    await run(
      () => desk.call.recovery.restore({ ...leader(), from: choice.from, name: choice.backup?.name ?? null }),
      ({ commands, salvaged, missing }) => ({ word: 'done', commands, salvaged, missing }),
    )
  }

  const exportFiles = (): Promise<void> => run(() => desk.call.recovery.export(leader()), ({ file }) => ({ word: 'exported', file }))
  async function retry(): Promise<void> {
    const asked = status.value?.retryNeeds === 'leader' ? leader() : null
    await run(() => desk.call.recovery.retry({ leader: asked }), () => ({ word: 'restarting' }))
  }

  return {
    ...{ cause, status, unread, keyTrouble, choices, chosen, chosenKey, person, pin },
    ...{ isWorking, refusal, said, restore, exportFiles, retry },
  }
}

export type Recovery = ReturnType<typeof useRecovery>
