import { onBeforeUnmount, reactive } from 'vue'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { stageFile } from './stage-file.ts'

export interface Taking {
  readonly id: number
  readonly name: string
  readonly size: number
  taken: number
  /** Code of the refusal that ended it. */
  refused: string | null
}

export interface StagingPart {
  readonly taking: readonly Taking[]
  readonly add: (files: readonly File[]) => void
  readonly cancel: (id: number) => void
}

/** Files on their way into this machine for one case, one after the other; `taken` is called for each that arrived. */
export function useStaging(caseId: () => CaseId, use: () => Attachment['use'], taken: (file: Attachment) => Promise<void> | void): StagingPart {
  const desk = useDesk()
  const taking = reactive<Taking[]>([])
  const stops = new Map<number, AbortController>()
  let nextId = 1
  let last: Promise<void> = Promise.resolve()

  async function take(one: Taking, file: File, of: CaseId, signal: AbortSignal): Promise<void> {
    const staged = await stageFile(desk, {
      caseId: of, file, use: soundOr(file, use()), signal,
      onProgress: (bytes) => (one.taken = bytes),
    })
    if (!staged.ok && staged.error.code !== 'cancelled') {
      one.refused = staged.error.code
      return
    }
    forget(one.id)
    if (staged.ok) await taken(staged.value)
  }

  function add(files: readonly File[]): void {
    for (const file of files) {
      const one = reactive<Taking>({ id: nextId, name: file.name, size: file.size, taken: 0, refused: null })
      const stop = new AbortController()
      nextId += 1
      taking.push(one)
      stops.set(one.id, stop)
      const of = caseId()
      last = last.then(() => take(one, file, of, stop.signal))
    }
  }

  function forget(id: number): void {
    const at = taking.findIndex((one) => one.id === id)
    if (at >= 0) taking.splice(at, 1)
    stops.delete(id)
  }

  function cancel(id: number): void {
    stops.get(id)?.abort()
    forget(id)
  }

  onBeforeUnmount(() => {
    for (const stop of stops.values()) stop.abort()
  })
  return { taking, add, cancel }
}

/** A sound handed in with a report is the call's recording. */
function soundOr(file: File, use: Attachment['use']): Attachment['use'] {
  return use === 'report' && file.type.startsWith('audio/') ? 'recording' : use
}
