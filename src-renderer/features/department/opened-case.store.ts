import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Refusal } from '#shared/kernel/result.ts'
import type { CaseReply } from '#shared/platform-api/system.ts'
import type { z } from '#shared/kernel/zod.ts'
import { answersInTurn } from './answers-in-turn.ts'
import { usePorts } from './department-ports.ts'
import { useReceived } from './received.store.ts'
import { useDepartmentSession } from './session.store.ts'

type CaseFile = z.infer<typeof CaseReply>

/** The case on the table, with its flow. */
export const useOpenedCase = defineStore('department-opened-case', () => {
  const { client } = usePorts()
  const received = useReceived()
  const session = useDepartmentSession()
  const id = ref<string | null>(null)
  const file = shallowRef<CaseFile | null>(null)
  const refusal = shallowRef<Refusal>()
  const fileAt = ref<number>()
  /** It was asked for last in vain: what is shown is what was known before. */
  const isOld = ref(false)
  const turns = answersInTurn()
  /** What the list knows of it stands until the file is here. */
  const row = computed(() => file.value?.row ?? received.rows?.find((one) => one.id === id.value) ?? null)
  /** Epoch ms of the platform: what is shown was read then, and whatever came later is not in it. */
  const asOf = computed(() => (file.value === null ? received.asOf : fileAt.value))

  async function refresh(): Promise<void> {
    const asked = id.value
    if (asked === null || session.signedIn === null || session.hasEnded) return
    const isNewest = turns.ask()
    const at = received.platformNow()
    const said = await client.case(asked)
    if (id.value !== asked || !isNewest()) return
    received.noteLink(said)
    isOld.value = !said.ok
    if (said.ok) {
      file.value = said.value
      fileAt.value = at
    } else if (said.error.code === 'not-found') file.value = null
    refusal.value = said.ok || ['offline', 'unauthorised'].includes(said.error.code) ? undefined : said.error
  }

  watch(id, () => {
    file.value = null
    refusal.value = undefined
    isOld.value = false
    void refresh()
  })
  // Somebody else's case is not left on the table.
  watch(() => session.signedIn?.person, (person, before) => {
    if (person === before) return
    turns.forget()
    file.value = null
  })

  return { id, file, row, asOf, isOld, refusal, refresh }
})
