// The platform's wish to be left alone (Retry-After), kept for whoever asks next: what may not be asked yet is answered here.
import type { AxiosInstance } from 'axios'
import type { Clock } from '#shared/kernel/clock.ts'

/** A request that was not sent, because the platform has asked for time. */
export class StayAway extends Error {
  readonly leftMs: number

  constructor(leftMs: number) {
    super('asked to stay away')
    this.leftMs = leftMs
  }
}

/** However wrong a server is about it, nobody is locked out for longer. */
const LONGEST_MS = 600_000

/** What a reply's Retry-After asks for, ms; undefined when it says nothing of use. */
export function retryAfterOf(headers: Readonly<Record<string, unknown>>): number | undefined {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, LONGEST_MS) : undefined
}

/**
 * From here on `http` rejects with {@link StayAway} what the platform does not want to be asked yet. By path: one that is slow
 * keeps none of the others back.
 */
export function keepAway(http: AxiosInstance, clock: Pick<Clock, 'monotonicMs'>): void {
  const until = new Map<string, number>()
  http.interceptors.request.use((config) => {
    const leftMs = (until.get(config.url ?? '') ?? 0) - clock.monotonicMs()
    if (leftMs > 0) throw new StayAway(leftMs)
    return config
  })
  http.interceptors.response.use((reply) => {
    const path = reply.config.url ?? ''
    const afterMs = retryAfterOf(reply.headers)
    if (afterMs === undefined) until.delete(path)
    else until.set(path, clock.monotonicMs() + afterMs)
    return reply
  })
}
