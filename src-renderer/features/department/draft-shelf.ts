import { Draft, isWorthKeeping } from './draft.ts'

const KEPT_AS = 'department.draft.'

/** Drafts of one person on this machine, by case; written with every keystroke, so that a page that dies loses nothing. */
export class DraftShelf {
  readonly #storage: Storage
  readonly #prefix: string

  constructor(storage: Storage, person: string) {
    this.#storage = storage
    this.#prefix = `${KEPT_AS}${person}.`
  }

  /** Undefined when there is none, or none that this build can read. */
  read(caseId: string): Draft | undefined {
    const text = this.#storage.getItem(this.#prefix + caseId)
    if (text === null) return undefined
    const read = Draft.safeParse(jsonOf(text))
    return read.success ? read.data : undefined
  }

  /** Nothing lies there at all; what lies there and cannot be read is of another build, and not gone. */
  isAbsent(caseId: string): boolean {
    return this.#storage.getItem(this.#prefix + caseId) === null
  }

  /** False when this machine cannot keep it: storage switched off or full. */
  keep(caseId: string, draft: Draft): boolean {
    try {
      if (isWorthKeeping(draft)) this.#storage.setItem(this.#prefix + caseId, JSON.stringify(draft))
      else this.#storage.removeItem(this.#prefix + caseId)
      return true
    } catch {
      return false
    }
  }

  /** The case whose draft lies under that key of the storage; undefined for everything else. */
  caseOf(key: string): string | undefined {
    return key.startsWith(this.#prefix) ? key.slice(this.#prefix.length) : undefined
  }

  /** Cases this person has left something at. */
  cases(): string[] {
    const keys = Array.from({ length: this.#storage.length }, (_, at) => this.#storage.key(at) ?? '')
    return keys.flatMap((key) => this.caseOf(key) ?? [])
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Written by nobody of ours.
    return null
  }
}
