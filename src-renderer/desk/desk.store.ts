import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { DeskState } from './desk-link.ts'

/** How this window stands to its host, and the host's clock. */
export const useDeskStore = defineStore('desk', () => {
  const state = ref<DeskState>('connecting')
  const generation = ref(0)
  /** Host time minus this window's `Date.now()`, ms. */
  const offsetMs = ref(0)
  /** What the host was built of; null before its first word. */
  const hostBuild = ref<string | null>(null)

  function hearTime(hostTime: number): void {
    offsetMs.value = hostTime - Date.now()
  }
  return { state, generation, offsetMs, hostBuild, hearTime }
})
