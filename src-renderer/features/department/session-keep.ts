import { DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'

export const SignedIn = z.object({ person: PersonId, name: z.string(), department: DepartmentId, token: z.string() })
export type SignedIn = z.infer<typeof SignedIn>

const KEPT_AS = 'department.session'

/** The sign-in of this window: it lives as long as the window and goes with it; no other window reads it. */
export class SessionKeep {
  readonly #storage: Storage
  #now: SignedIn | null

  constructor(storage: Storage) {
    this.#storage = storage
    this.#now = read(storage)
  }

  get now(): SignedIn | null {
    return this.#now
  }

  set(signedIn: SignedIn | null): void {
    this.#now = signedIn
    try {
      if (signedIn === null) this.#storage.removeItem(KEPT_AS)
      else this.#storage.setItem(KEPT_AS, JSON.stringify(signedIn))
    } catch {
      // Without storage a reload asks for the PIN again.
      this.#now = signedIn
    }
  }
}

function read(storage: Storage): SignedIn | null {
  try {
    const kept = SignedIn.safeParse(JSON.parse(storage.getItem(KEPT_AS) ?? 'null'))
    return kept.success ? kept.data : null
  } catch {
    // Storage is switched off, or holds what is not ours.
    return null
  }
}
