import type { CaseId } from '#shared/kernel/ids.ts'
import type { SeatDisk } from './disk.ts'
import type { Seat } from './seat.ts'
import type { Told } from './told.ts'

/** What a seat's data stood at when it was looked at last, and the cases that were looked at then. */
interface Look {
  readonly disk: SeatDisk
  readonly commits: number
  readonly told: Told
  readonly spoils: number
  readonly cases: Set<CaseId>
}

/** Spares looking twice at what cannot have changed: the invariants ask for nothing but the seat's files and what it was told. */
export class Seen {
  readonly #looks = new Map<Seat, Look>()

  /** Those of the cases that must be looked at; null: nothing at all. */
  unseen(seat: Seat, cases: readonly CaseId[]): readonly CaseId[] | null {
    const { disk, told } = seat
    const last = this.#looks.get(seat)
    const isSame = last?.disk === disk && last.commits === disk.commits && last.told === told && last.spoils === told.spoils
    const seen = isSame ? last.cases : new Set<CaseId>()
    if (!isSame) this.#looks.set(seat, { disk, commits: disk.commits, told, spoils: told.spoils, cases: seen })
    const unseen = cases.filter((id) => !seen.has(id))
    for (const id of unseen) seen.add(id)
    return isSame && unseen.length === 0 ? null : unseen
  }
}
