import { onMounted, onScopeDispose, watch } from 'vue'
import { usePorts } from './department-ports.ts'
import { useDelivery } from './delivery.store.ts'
import { useOpenedCase } from './opened-case.store.ts'
import { usePictures } from './pictures.store.ts'
import { useReceived } from './received.store.ts'
import { useReference } from './reference.store.ts'
import { useDepartmentSession } from './session.store.ts'

const POLL_MS = 10_000

/** Keeps the page true: asks again every ten seconds and when the line comes back, and goes on with what waits. */
export function useDeskWork(): void {
  const { timers } = usePorts()
  const received = useReceived()
  const opened = useOpenedCase()
  const pictures = usePictures()
  const delivery = useDelivery()
  const reference = useReference()
  const session = useDepartmentSession()

  async function ask(): Promise<void> {
    if (document.visibilityState === 'hidden' || session.hasEnded) return
    await received.refresh()
    if (!received.isHere) return
    pictures.resume()
    delivery.resume()
    await Promise.all([opened.refresh(), reference.load()])
  }

  const askNow = (): void => void ask()
  const stop = timers.every(POLL_MS, askNow)
  // A browser knows of a plugged cable before we ask; of a broken way behind it it knows nothing.
  window.addEventListener('online', askNow)
  window.addEventListener('offline', askNow)
  document.addEventListener('visibilitychange', askNow)
  onScopeDispose(() => {
    stop()
    window.removeEventListener('online', askNow)
    window.removeEventListener('offline', askNow)
    document.removeEventListener('visibilitychange', askNow)
  })
  onMounted(askNow)
  watch(() => session.hasEnded, (ended) => {
    if (!ended) askNow()
  })
  // What has been settled is seen in the lists at once.
  watch(() => [...delivery.states.values()].filter(({ state }) => state === 'done' || state === 'refused').length, askNow)
}
