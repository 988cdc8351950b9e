import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Refusal } from '#shared/kernel/result.ts'
import type { CaseReply } from '#shared/platform-api/system.ts'
import type { z } from '#shared/kernel/zod.ts'
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
  /** What the list knows of it stands until the file is here. */
  const row = computed(() => file.value?.row ?? received.rows?.find((one) => one.id === id.value) ?? null)

  async function refresh(): Promise<void> {
    const asked = id.value
    if (asked === null || session.signedIn === null || session.hasEnded) return
    const said = await client.case(asked)
    if (id.value !== asked) return
    received.noteLink(said)
    if (said.ok) file.value = said.value
    else if (said.error.code === 'not-found') file.value = null
    refusal.value = said.ok || ['offline', 'unauthorised'].includes(said.error.code) ? undefined : said.error
  }

  watch(id, () => {
    file.value = null
    refusal.value = undefined
    void refresh()
  })
  // Somebody else's case is not left on the table.
  watch(() => session.signedIn?.person, (person, before) => {
    if (person !== before) file.value = null
  })

  return { id, file, row, refusal, refresh }
})
