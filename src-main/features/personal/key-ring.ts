import type { HallKeys } from '#shared/platform-api/people.ts'

export interface HallKey {
  readonly id: string
  /** 32 bytes */
  readonly key: Buffer
}

/**
 * The hall's keys as this machine knows them: what is sealed from now on is under the current one, what was sealed before opens
 * under its own. A wall's machine has none (ADR 008).
 */
export class KeyRing {
  readonly #keys = new Map<string, HallKey>()
  #current: HallKey | null = null

  constructor(keys: readonly HallKey[] = [], current: string | null = keys[0]?.id ?? null) {
    this.learn(keys, current)
  }

  static of({ current, keys }: HallKeys): KeyRing {
    return new KeyRing(keys.map(readKey), current)
  }

  get current(): HallKey | null {
    return this.#current
  }

  /** The current one first. */
  get all(): readonly HallKey[] {
    const older = [...this.#keys.values()].filter(({ id }) => id !== this.#current?.id)
    return this.#current === null ? older : [this.#current, ...older]
  }

  find(id: string): HallKey | undefined {
    return this.#keys.get(id)
  }

  /** Adds keys; one that is known is never replaced by another under its name. */
  learn(keys: readonly HallKey[], current: string | null): void {
    for (const key of keys) if (!this.#keys.has(key.id)) this.#keys.set(key.id, key)
    this.#current = (current === null ? null : this.#keys.get(current)) ?? this.#current
  }
}

export function readKey({ id, key }: HallKeys['keys'][number]): HallKey {
  return { id, key: Buffer.from(key, 'base64url') }
}
