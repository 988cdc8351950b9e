import type { Network } from './network.ts'
import type { VirtualTime } from './virtual-time.ts'
import { calm } from './weather.ts'

/** A line that is on for two seconds and off for two seconds, until the returned function is called. */
export function flap(seat: string, network: Network, time: VirtualTime): () => void {
  let end: (() => void) | null = null
  let isOver = false
  const flip = (): void => {
    if (isOver) return
    if (end === null) end = network.befall(seat, { ...calm, refused: true, deaf: true, mute: true })
    else {
      end()
      end = null
    }
    if (end !== null) network.breakStreams(seat)
    time.after(2_000, flip)
  }
  flip()
  return () => {
    isOver = true
    end?.()
  }
}
