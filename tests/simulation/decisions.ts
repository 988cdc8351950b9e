// A person decides about an act that was rejected: once, as a whole, and for good (I2).
import type { LedgerApi, Settlement } from '#main/db/ledger-api.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Complain } from './invariants.ts'

type Finds = Pick<LedgerApi, 'find'>

export class Decisions {
  /** What was said to be settled. */
  readonly #settled = new Set<CmdId>()
  /** Given to the ledger, which has not answered: the machine may have stopped before or after it was written. */
  readonly #asked = new Set<Settlement>()
  readonly #complain: (text: string) => void

  constructor(complain: (text: string) => void) {
    this.#complain = complain
  }

  asked(settlement: Settlement): void {
    this.#asked.add(settlement)
  }

  /** `ids`: what is settled now; null when the ledger has refused. */
  answered(settlement: Settlement, ids: readonly CmdId[] | null): void {
    this.#asked.delete(settlement)
    for (const id of ids ?? []) {
      if (this.#settled.has(id)) this.#complain(`${id.slice(-4)} was decided about twice`)
      this.#settled.add(id)
    }
  }

  /** The machine has started again: a decision is there with all that comes in the old act's place, or it never was. */
  async look(ledger: Finds): Promise<void> {
    for (const { id, replacements } of this.#asked) {
      const isSettled = (await ledger.find(id))?.standing === 'settled'
      const found = await Promise.all(replacements.map((one) => ledger.find(one.id)))
      if (found.some((one) => (one !== null) !== isSettled))
        this.#complain(`half of the decision about ${id.slice(-4)} is stored`)
      if (isSettled) this.#settled.add(id)
    }
    this.#asked.clear()
  }

  /** Whatever the platform says again. */
  async stand(ledger: Finds): Promise<void> {
    for (const id of this.#settled) {
      const word = (await ledger.find(id))?.standing
      if (word !== 'settled') this.#complain(`${id.slice(-4)}, which a person had decided about, is ${word ?? 'nowhere'}`)
    }
  }

  /** Another machine, another ledger. */
  forget(): void {
    this.#settled.clear()
    this.#asked.clear()
  }
}

export const decisionsOf = (seat: string, complain: Complain): Decisions =>
  new Decisions((text) => {
    complain('I2', `seat ${seat}: ${text}`)
  })
