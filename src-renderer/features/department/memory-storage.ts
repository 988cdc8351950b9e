/** This browser's storage; where it is switched off, one that lasts as long as the page. */
export function storageOr(take: () => Storage): Storage {
  try {
    return take()
  } catch {
    // Reading the property itself throws when the browser's settings forbid storage.
    return new MemoryStorage()
  }
}

/** A Storage without a disk. */
export class MemoryStorage implements Storage {
  readonly #values = new Map<string, string>()

  get length(): number {
    return this.#values.size
  }

  key(at: number): string | null {
    return [...this.#values.keys()][at] ?? null
  }

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value)
  }

  removeItem(key: string): void {
    this.#values.delete(key)
  }

  clear(): void {
    this.#values.clear()
  }
}
