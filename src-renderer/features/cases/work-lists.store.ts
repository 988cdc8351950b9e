import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import type { ShownList } from './work-list-items.ts'

/** Which list the left column shows; drafts are no work list of the hall but stand among them. */
export const useWorkListsStore = defineStore('work-lists', () => {
  const workbench = useWorkbenchStore()
  const isDrafts = ref(false)
  const shown = computed((): ShownList => (isDrafts.value ? 'drafts' : workbench.list))

  function show(list: ShownList): void {
    isDrafts.value = list === 'drafts'
    if (list !== 'drafts') workbench.list = list
  }
  return { shown, show }
})
