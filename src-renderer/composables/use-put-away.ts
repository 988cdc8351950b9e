import { onBeforeUnmount, onMounted, onScopeDispose } from 'vue'

/** Puts what is being typed on disk; false when it could not. */
type PutAway = () => Promise<boolean>

const asked = new Set<PutAway>()

/** While this component stands, the window is not loaded again before its words are on disk. */
export function usePutAway(putAway: PutAway): void {
  onMounted(() => asked.add(putAway))
  onBeforeUnmount(() => asked.delete(putAway))
}

/** The same for words that no component shows any more: as long as the calling scope lives. */
export function keepPutAway(putAway: PutAway): void {
  asked.add(putAway)
  onScopeDispose(() => asked.delete(putAway))
}

/** Everything that is being typed in this window is on disk. */
export async function putAwayAll(): Promise<boolean> {
  const done = await Promise.all([...asked].map((putAway) => putAway()))
  return done.every(Boolean)
}

/** As {@link putAwayAll}, but whoever leaves the seat is held up no longer than that by a host that says nothing. */
export async function putAwayWithin(mostMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), mostMs)
  const done = await Promise.race([putAwayAll(), late.promise])
  clearTimeout(timer)
  return done
}
