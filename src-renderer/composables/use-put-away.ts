import { onBeforeUnmount, onMounted } from 'vue'

/** Puts what is being typed on disk; false when it could not. */
type PutAway = () => Promise<boolean>

const asked = new Set<PutAway>()

/** While this component stands, the window is not loaded again before its words are on disk. */
export function usePutAway(putAway: PutAway): void {
  onMounted(() => asked.add(putAway))
  onBeforeUnmount(() => asked.delete(putAway))
}

/** Everything that is being typed in this window is on disk. */
export async function putAwayAll(): Promise<boolean> {
  const done = await Promise.all([...asked].map((putAway) => putAway()))
  return done.every(Boolean)
}
