import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { setClockOffset } from '#renderer/composables/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { DepartmentList } from '#shared/platform-api/system.ts'
import { usePorts } from './department-ports.ts'
import { useDepartmentSession } from './session.store.ts'

export const receivedLists = ['open', 'answered', 'closed'] as const
export type ReceivedList = (typeof receivedLists)[number]

/** The department's cases as the platform last told them, and whether it can be reached. */
export const useReceived = defineStore('department-received', () => {
  const { client } = usePorts()
  const session = useDepartmentSession()
  const list = ref<ReceivedList>('open')
  const search = ref('')
  const tasks = shallowRef<readonly CaseRow[] | null>(null)
  const history = shallowRef<readonly CaseRow[] | null>(null)
  const next = ref<string | null>(null)
  /** Epoch ms of the last answer. */
  const asOf = ref<number>()
  const isHere = ref(true)
  const refusal = shallowRef<Refusal>()

  const rows = computed(() => (list.value === 'open' ? filtered(tasks.value, search.value) : history.value))

  /** What every answer says, whatever was asked: whether the platform can be reached and still knows who works here. */
  function noteLink(said: Result<unknown>): void {
    isHere.value = said.ok || said.error.code !== 'offline'
    if (!said.ok && said.error.code === 'unauthorised') session.noteEnd()
  }

  /** Of the lists: their refusal stands in the place of the list. */
  function heard<T>(said: Result<T>): said is { readonly ok: true; readonly value: T } {
    noteLink(said)
    refusal.value = said.ok || ['offline', 'unauthorised'].includes(said.error.code) ? undefined : said.error
    return said.ok
  }

  /** Time, what waits, and the first page of the list in hand. */
  async function refresh(): Promise<void> {
    if (session.signedIn === null || session.hasEnded) return
    const [time, waiting] = await Promise.all([client.time(), client.tasks()])
    if (time.ok) setClockOffset(time.value - Date.now())
    if (!heard(waiting)) return
    tasks.value = waiting.value
    if (list.value !== 'open') await readHistory(list.value, '')
    asOf.value = time.ok ? time.value : Date.now()
  }

  async function readHistory(of: DepartmentList, after: string): Promise<void> {
    const words = search.value
    const page = await client.history({ list: of, search: words, after })
    // What was asked for meanwhile is another question.
    if (list.value !== of || search.value !== words || !heard(page)) return
    history.value = after === '' ? page.value.rows : [...(history.value ?? []), ...page.value.rows]
    next.value = page.value.next
  }

  async function readMore(): Promise<void> {
    if (list.value !== 'open' && next.value !== null) await readHistory(list.value, next.value)
  }

  watch([list, search], ([of], [before]) => {
    if (of !== before) history.value = null
    next.value = null
    if (of !== 'open') void readHistory(of, '')
  })
  watch(() => session.signedIn?.department, () => {
    tasks.value = null
    history.value = null
    asOf.value = undefined
  })

  return { list, search, rows, tasks, next, asOf, isHere, refusal, refresh, readMore, noteLink }
})

function filtered(rows: readonly CaseRow[] | null, search: string): readonly CaseRow[] | null {
  const words = search.trim().toLowerCase()
  if (rows === null || words === '') return rows
  const texts = ({ no, className, description, place }: CaseRow): string[] => [no, className, description, place.address]
  return rows.filter((row) => texts(row).some((text) => text.toLowerCase().includes(words)))
}
