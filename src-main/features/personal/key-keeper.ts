import { MOST_HALL_KEYS } from '#shared/platform-api/people.ts'
import type { HallKeys } from '#shared/platform-api/people.ts'
import type { Timers } from '#shared/kernel/clock.ts'
import type { Result } from '#shared/kernel/result.ts'
import { readKey } from './key-ring.ts'
import type { KeyRing } from './key-ring.ts'
import type { Sealer } from './sealer.ts'

const ASK_EVERY_MS = 600_000
/** Many values under a new key come at once; the platform is asked once. */
const ASK_SOON_MS = 200

export interface KeyKeeperPorts {
  readonly ring: KeyRing
  readonly sealer: Sealer
  readonly timers: Timers
  readonly ask: () => Promise<Result<HallKeys>>
  /** Stores them under the device key; only then are they used. */
  readonly keep: (keys: HallKeys) => Promise<void>
  readonly learned: (current: string) => Promise<void>
  readonly failed: (error: unknown) => void
}

/**
 * Learns the hall's keys from the platform: at the start, every ten minutes, and at once when something comes that is sealed
 * under a key this seat has not got. Older keys are kept for good, also those that a platform put back from a backup has
 * forgotten: what was sealed under them opens with nothing else.
 */
export class KeyKeeper {
  readonly #ports: KeyKeeperPorts
  #isAsking = false
  #soon: (() => void) | null = null
  #stopAsking: (() => void) | null = null

  constructor(ports: KeyKeeperPorts) {
    this.#ports = ports
  }

  start(): void {
    const { timers, sealer } = this.#ports
    sealer.listenForUnknownKeys(() => {
      this.#askSoon()
    })
    this.#stopAsking = timers.every(ASK_EVERY_MS, () => void this.refresh())
    this.#askSoon()
  }

  stop(): void {
    this.#stopAsking?.()
    this.#soon?.()
  }

  /** A look at sealed values that have come by the feed: the roster's verifiers are sealed anew by every rotation. */
  noteSealed(values: readonly (string | null)[]): void {
    const { ring } = this.#ports
    if (values.some((value) => value !== null && ring.find(value.split('.')[1] ?? '') === undefined)) this.#askSoon()
  }

  async refresh(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    const { ask, keep, learned, failed, ring } = this.#ports
    try {
      const reply = await ask()
      if (!reply.ok) return
      const { current, keys } = reply.value
      if (current === ring.current?.id && keys.every(({ id }) => ring.find(id) !== undefined)) return
      await keep({ current, keys: withKnown(keys, ring) })
      ring.learn(keys.map(readKey), current)
      await learned(current)
    } catch (error) {
      failed(error)
    } finally {
      this.#isAsking = false
    }
  }

  #askSoon(): void {
    this.#soon ??= this.#ports.timers.after(ASK_SOON_MS, () => {
      this.#soon = null
      void this.refresh()
    })
  }
}

function withKnown(told: HallKeys['keys'], ring: KeyRing): HallKeys['keys'] {
  const forgotten = ring.all.filter((known) => !told.some(({ id }) => id === known.id))
  return [...told, ...forgotten.map(({ id, key }) => ({ id, key: key.toString('base64url') }))].slice(0, MOST_HALL_KEYS)
}
