import { onScopeDispose, watch } from 'vue'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import { useTakingStore } from './taking.store.ts'
import type { Taking, TakeOrder } from './taking.store.ts'

export interface StagingPart {
  readonly taking: readonly Taking[]
  readonly add: (files: readonly File[]) => void
  readonly cancel: (id: number) => void
}

/** Files on their way into this machine for the case that is shown; `taken` is called for each that arrives meanwhile. */
export function useStaging(order: () => TakeOrder, taken: (file: Attachment) => void = () => undefined): StagingPart {
  const store = useTakingStore()
  let stop: () => void = () => undefined
  watch(() => order().caseId, (caseId) => {
    stop()
    stop = store.hear(caseId, taken)
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(() => stop())

  return {
    get taking() {
      return store.of(order().caseId)
    },
    add: (files) => store.add(files, order()),
    cancel: (id) => store.cancel(id),
  }
}
