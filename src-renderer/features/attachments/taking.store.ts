// Glossary. taking: a file on its way from this window into this machine. cut: its author left the seat before it was there.
import { defineStore } from 'pinia'
import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { newCmdId } from '#shared/kernel/ids.ts'
import type { CaseId, PersonId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { keepPutAway } from '#renderer/composables/index.ts'
import { useDesk, useDeskStore } from '#renderer/desk/index.ts'
import { useLeftTally, useSessionStore } from '#renderer/features/session/index.ts'
import type { Author } from '#renderer/features/session/index.ts'
import { stageFile } from './stage-file.ts'

export interface Taking {
  readonly id: number
  readonly caseId: CaseId
  readonly name: string
  readonly size: number
  readonly author: Author | null
  readonly most: number
  taken: number
  /** It lies here, and the act that names it is being written. */
  hash: string | null
  /** Code of the refusal that ended it; {@link CUT} where its author left. */
  refused: string | null
  /** Its author has signed in here since it was cut: the sign-in page has said so. */
  isBack: boolean
}

export interface TakeOrder {
  readonly caseId: CaseId
  readonly use: Attachment['use']
  /** Writes the act that names it, too; a draft names its files when it is filed. */
  readonly attach: boolean
  /** How many the draft or case may have, and how many it has. */
  readonly most: number
  readonly held: number
}

type Heard = (file: Attachment) => void

export const CUT = 'cut-off'
export const BEYOND = 'beyond-most'
/** Code of the refusal: the draft it came for has ended, and became no case. */
const DRAFT_OVER = 'draft-over'
/** As long as whoever leaves the seat is held up for words. */
const PATIENCE_MS = 2000
/** Nobody is served while the seat is locked or the host away: then the file is begun anew. */
const PAUSES: ReadonlySet<string> = new Set(['no-session', 'host-gone'])
const MOST_TRIES = 5

/** Files outlive the form they were dropped on: whoever looks at another case finds them stored, or why they were not. */
export const useTakingStore = defineStore('taking', () => {
  const desk = useDesk()
  const deskStore = useDeskStore()
  const session = useSessionStore()
  const all = ref<Taking[]>([])
  const unfinished = computed(() => all.value.filter(({ refused }) => refused === null))
  const stops = new Map<number, AbortController>()
  /** Of a case one after the other; a long clip of one does not hold up another's photographs. */
  const lines = new Map<CaseId, Promise<void>>()
  const hearers = new Map<CaseId, Set<Heard>>()
  let nextId = 1

  /** Of no form or case that anybody can open: said beside the lists. */
  const homeless = computed(() => all.value.filter(({ refused, author }) =>
    refused === DRAFT_OVER && (author?.person ?? null) === (session.signedIn?.person ?? null)))
  const of = (caseId: CaseId): Taking[] => all.value.filter((one) => one.caseId === caseId)

  function enlist({ caseId, most }: TakeOrder, file: File): Taking {
    const author = session.signedIn && { person: session.signedIn.person, name: session.signedIn.name }
    const begun = { taken: 0, hash: null, refused: null, isBack: false }
    const one = reactive<Taking>({ id: nextId, caseId, name: file.name, size: file.size, author, most, ...begun })
    nextId += 1
    all.value.push(one)
    return one
  }

  function add(files: readonly File[], order: TakeOrder): void {
    let room = order.most - order.held - unfinished.value.filter(({ caseId }) => caseId === order.caseId).length
    for (const file of files) {
      const one = enlist(order, file)
      room -= 1
      if (room < 0) {
        one.refused = BEYOND
        continue
      }
      const stop = new AbortController()
      stops.set(one.id, stop)
      const before = lines.get(order.caseId) ?? Promise.resolve()
      lines.set(order.caseId, before.then(() => take(one, file, order, stop.signal)))
    }
  }

  async function take(one: Taking, file: File, order: TakeOrder, signal: AbortSignal): Promise<void> {
    const staged = await whileServed(one, signal, () => {
      one.taken = 0
      return stageFile(desk, {
        caseId: one.caseId, file, use: soundOr(file, order.use), forDraft: !order.attach, signal,
        onProgress: (bytes) => (one.taken = bytes),
      })
    })
    if (staged?.ok === true) await land(one, staged.value, order, signal)
    else if (staged !== null) one.refused = staged.error.code
  }

  async function land(one: Taking, file: Attachment, { attach }: TakeOrder, signal: AbortSignal): Promise<void> {
    for (const heard of hearers.get(one.caseId) ?? []) heard(file)
    // Under the next one's name it would be the next one's act.
    if (attach && signal.aborted) return
    one.hash = file.hash
    // The same each time it is asked: where only the answer was lost, the act is not written twice.
    const id = newCmdId(systemClock, systemRandom)
    const ask = (): Promise<Result<unknown>> => desk.call.attachments.attach({ id, caseId: one.caseId, hash: file.hash })
    const named = attach ? await whileServed(one, signal, ask) : ok(null)
    if (named?.ok === true) forget(one.id)
    else if (named !== null) one.refused = named.error.code
  }

  /** Asks anew after what only pauses it; null: it was called off before there was an answer that counts. */
  async function whileServed<T>(one: Taking, signal: AbortSignal, ask: () => Promise<Result<T>>): Promise<Result<T> | null> {
    const isCalledOff = (): boolean => signal.aborted
    for (let tries = 1; !isCalledOff(); tries += 1) {
      const said = await ask()
      if (said.ok) return said
      if (isCalledOff()) return null
      if (!PAUSES.has(said.error.code) || tries === MOST_TRIES) return said
      await untilServed(one.author, signal)
    }
    return null
  }

  async function untilServed(author: Author | null, signal: AbortSignal): Promise<void> {
    const served = Promise.withResolvers<null>()
    const isServed = (): boolean =>
      deskStore.state !== 'gone' && (author === null || (session.isOpen && session.signedIn?.person === author.person))
    const stop = watch(isServed, (is) => {
      if (is) served.resolve(null)
    }, { immediate: true })
    signal.addEventListener('abort', () => served.resolve(null), { once: true })
    await served.promise
    stop()
  }

  function forget(id: number): void {
    all.value = all.value.filter((one) => one.id !== id)
    stops.delete(id)
  }

  function cancel(id: number): void {
    stops.get(id)?.abort()
    forget(id)
  }

  /** Hears of each file of a case that lies here from now on, until the answer is called. */
  function hear(caseId: CaseId, heard: Heard): () => void {
    const heardOf = hearers.get(caseId) ?? new Set()
    hearers.set(caseId, heardOf.add(heard))
    return () => heardOf.delete(heard)
  }

  function seat(person: PersonId | null): void {
    for (const one of all.value) one.isBack ||= one.refused === CUT && one.author?.person === person
    cutOthers(person)
  }

  /** Whoever sits here now must not be the one who attached what another has dropped. */
  function cutOthers(person: PersonId | null): void {
    for (const one of unfinished.value) {
      if (one.author === null || one.author.person === person) continue
      one.refused = CUT
      stops.get(one.id)?.abort()
    }
  }

  async function putAway(): Promise<boolean> {
    if (unfinished.value.length === 0) return true
    const late = Promise.withResolvers<null>()
    const timer = setTimeout(() => late.resolve(null), PATIENCE_MS)
    await Promise.race([Promise.all(lines.values()), late.promise])
    clearTimeout(timer)
    return unfinished.value.length === 0
  }

  // A host that is away has not said that anybody left.
  watch(() => session.status && (session.status.signedIn?.person ?? 'nobody'), (person) => {
    if (person !== null) seat(person === 'nobody' ? null : person)
  }, { flush: 'sync' })
  keepPutAway(putAway)
  useLeftTally().add(() => unfinished.value.flatMap(({ author }) => author ?? []))
  useLeftTally().addCut(() => all.value.flatMap((one) => (one.refused === CUT && !one.isBack ? (one.author ?? []) : [])))
  onScopeDispose(() => stops.forEach((stop) => stop.abort()))

  return { of, add, cancel, hear, homeless }
})

/** A sound handed in with a report is the call's recording. */
function soundOr(file: File, use: Attachment['use']): Attachment['use'] {
  return use === 'report' && file.type.startsWith('audio/') ? 'recording' : use
}
