/** A command that somebody was told is saved (a seat) or accepted (an online person): it must never be lost nor happen twice. */
export interface Promised {
  readonly id: string
  readonly caseId: string
  /** Null: told by the platform itself. */
  readonly seat: string | null
  readonly action: string
  /** SHA-256 of the photograph that the act names. */
  readonly photograph?: string
}

/** Everything that was promised while the faults went on, and what was refused, for the count. */
export class Told {
  readonly promised: Promised[] = []
  readonly refusals = new Map<string, number>()
  readonly cases = new Set<string>()

  promise(one: Promised): void {
    this.promised.push(one)
    this.cases.add(one.caseId)
  }

  refuse(code: string): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1)
  }
}
