import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { setClockOffset } from '#renderer/composables/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { DepartmentCasesReply, DepartmentList } from '#shared/platform-api/system.ts'
import { answersInTurn } from './answers-in-turn.ts'
import { usePorts } from './department-ports.ts'
import { withNextPage } from './merge-pages.ts'
import type { Pages } from './merge-pages.ts'
import { useDepartmentSession } from './session.store.ts'

export const receivedLists = ['open', 'answered', 'closed'] as const
export type ReceivedList = (typeof receivedLists)[number]

/** More the platform does not give at once. */
const MOST_ROWS = 200

/** What is read for one list and one search; whatever comes for a former one is left aside. */
interface Asked {
  pages: Pages | null
  last: Promise<unknown>
  /** The first page has been asked for and waits for its turn: whoever asks for it meanwhile is told by the same reading. */
  first: Promise<void> | null
  isMoreComing: boolean
}

const nothingAsked = (): Asked => ({ pages: null, last: Promise.resolve(), first: null, isMoreComing: false })

/** The department's cases as the platform last told them, and whether it can be reached. */
export const useReceived = defineStore('department-received', () => {
  const { client } = usePorts()
  const session = useDepartmentSession()
  const list = ref<ReceivedList>('open')
  const search = ref('')
  const tasks = shallowRef<readonly CaseRow[] | null>(null)
  const history = shallowRef<readonly CaseRow[] | null>(null)
  let asked = nothingAsked()
  const tasksAt = ref<number>()
  const historyAt = ref<number>()
  /** Epoch ms of the platform: the list in hand was read then, and whatever came later is not in it. */
  const asOf = computed(() => (list.value === 'open' ? tasksAt.value : historyAt.value))
  let offsetMs = 0
  const platformNow = (): number => Date.now() + offsetMs
  const turns = answersInTurn()
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
    const isNewest = turns.ask()
    const askedAt = Date.now()
    const [time, waiting] = await Promise.all([client.time(), client.tasks()])
    if (time.ok) {
      offsetMs = time.value - Date.now()
      setClockOffset(offsetMs)
    }
    if (!isNewest() || !heard(waiting)) return
    tasks.value = waiting.value
    tasksAt.value = askedAt + offsetMs
    if (list.value !== 'open') await readFirst(list.value)
  }

  /** One page at a time: two that meet would repeat cases or leave some out. */
  function inTurn(read: (mine: Asked) => Promise<void>): Promise<void> {
    const mine = asked
    const done = mine.last.then(() => read(mine))
    mine.last = Promise.allSettled([done])
    return done
  }

  async function readPage(mine: Asked, of: DepartmentList, after: string, limit?: number): Promise<DepartmentCasesReply | null> {
    // What was asked for meanwhile is another question.
    if (mine !== asked) return null
    const page = await client.history({ list: of, search: search.value, after, limit })
    return mine === asked && heard(page) ? page.value : null
  }

  function readFirst(of: DepartmentList): Promise<void> {
    asked.first ??= inTurn((mine) => {
      mine.first = null
      return readAnew(mine, of)
    })
    return asked.first
  }

  /**
   * As many rows as are held, for a case may have come or gone at any depth; shown when all of them are here. One that moves to
   * the top meanwhile is seen with the next reading.
   */
  async function readAnew(mine: Asked, of: DepartmentList): Promise<void> {
    const held = mine.pages?.rows.length ?? 0
    const at = platformNow()
    const first = await readPage(mine, of, '')
    if (first === null) return
    let fresh: Pages = first
    while (fresh.next !== null && fresh.rows.length < held) {
      const page = await readPage(mine, of, fresh.next, Math.min(held - fresh.rows.length, MOST_ROWS))
      if (page === null) return
      fresh = withNextPage(fresh, page)
    }
    show(mine, fresh)
    historyAt.value = at
  }

  /** Asked for with every row that is scrolled past: once until the page is here. */
  async function readMore(): Promise<void> {
    const of = list.value
    if (of === 'open' || asked.isMoreComing) return
    asked.isMoreComing = true
    await inTurn(async (mine) => {
      try {
        // Where it goes on is known only now: the first page may have come anew.
        const held = mine.pages
        const page = held === null || held.next === null ? null : await readPage(mine, of, held.next)
        if (held !== null && page !== null) show(mine, withNextPage(held, page))
      } finally {
        mine.isMoreComing = false
      }
    })
  }

  function show(mine: Asked, pages: Pages): void {
    mine.pages = pages
    history.value = pages.rows
  }

  watch([list, search], ([of], [before]) => {
    asked = nothingAsked()
    if (of !== before) {
      history.value = null
      historyAt.value = undefined
    }
    if (of !== 'open') void readFirst(of)
  })
  watch(() => session.signedIn?.department, () => {
    asked = nothingAsked()
    turns.forget()
    tasks.value = null
    history.value = null
    tasksAt.value = undefined
    historyAt.value = undefined
  })

  return { list, search, rows, tasks, asOf, isHere, refusal, platformNow, refresh, readMore, noteLink }
})

function filtered(rows: readonly CaseRow[] | null, search: string): readonly CaseRow[] | null {
  const words = search.trim().toLowerCase()
  if (rows === null || words === '') return rows
  const texts = ({ no, className, description, place }: CaseRow): string[] => [no, className, description, place.address]
  return rows.filter((row) => texts(row).some((text) => text.toLowerCase().includes(words)))
}
