import { computed, onMounted, watch } from 'vue'
import type { ComputedRef } from 'vue'
import { buildId } from '#shared/kernel/build-id.ts'
import { putAwayAll } from '#renderer/composables/index.ts'
import { useDeskStore } from '#renderer/desk/index.ts'

/** `older`: loading the page again brings the host's own version. `apart`: that was tried, and brought something else again. */
export type OlderWindow = 'older' | 'apart' | null

const TRIED = 'wanmi-loaded-for'

/** How this window's program stands to its host's, which may be newer after an update that the window was left open over. */
export function useOlderWindow(): ComputedRef<OlderWindow> {
  const desk = useDeskStore()
  return computed(() => {
    if (desk.hostBuild === null || desk.hostBuild === buildId) return null
    return sessionStorage.getItem(TRIED) === desk.hostBuild ? 'apart' : 'older'
  })
}

/** Loads the page of the host's version once what is being typed is on disk; false when it is not, and nothing has happened. */
export async function loadAgain(page: Pick<Location, 'reload'> = window.location): Promise<boolean> {
  const { hostBuild } = useDeskStore()
  if (!(await putAwayAll())) return false
  // Once for each version: files that are not of the host's version would otherwise be loaded without end.
  if (hostBuild !== null) sessionStorage.setItem(TRIED, hostBuild)
  page.reload()
  return true
}

/** Follows the host's version by itself wherever nobody can have anything in hand. */
export function useFollowHost(isIdle: () => boolean, page?: Pick<Location, 'reload'>): void {
  const older = useOlderWindow()
  onMounted(() => {
    watch(() => older.value === 'older' && isIdle(), (now) => {
      if (now) void loadAgain(page)
    }, { immediate: true })
  })
}
