// Safeguards of the exchange between the seats of one hall (ADR 013), as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const pending = 'src-main/db-worker/cache/pending.ts'
const offer = 'src-main/lan/offer.ts'
const neighbour = 'src-main/lan/neighbour-reader.ts'

export const lanMutants: readonly Mutant[] = [
  mutant(
    'neighbours-not-told',
    'neighbours hear of what was stored and settled',
    'src-main/lan/lan-service.ts',
    'for (const offer of this.#offers) offer.wake(waiting)',
    '',
  ),
  mutant(
    'gone-not-told',
    'neighbours hear of what does not wait any more',
    offer,
    "if (gone.length > 0) await this.#say({ type: 'gone', gone })",
    '',
  ),
  mutant(
    'neighbour-kept-in-the-cache-only',
    'what neighbours tell is in the ledger before it is shown',
    neighbour,
    'await db.ledger.keepNeighbours(this.peer.seat, commands)',
    '',
  ),
  mutant(
    'neighbour-not-folded',
    'what neighbours tell is folded into the rows',
    neighbour,
    'await this.#tellCache(() => db.cacheWriter.overlayNeighbours(commands))',
    '',
  ),
  mutant(
    'neighbour-never-leaves',
    'what a neighbour says is settled leaves the overlay',
    neighbour,
    'const isTold = !this.#cacheOwes && (await this.#tellCache(() => cacheWriter.settleNeighbours(gone)))',
    'const isTold = cacheWriter !== undefined',
  ),
  mutant(
    'neighbour-folded-twice',
    'a neighbour’s act leaves the overlay when the feed has brought it',
    pending,
    "takeOut(db, 'neighbour_pending', id, touched)",
    '',
  ),
  mutant(
    'brought-up-while-one-leaves',
    'a cache is not brought up to the ledger while a neighbour’s act leaves both',
    'src-main/db/catch-up.ts',
    'return neighbourTurns.run(() => alignNeighbours(ledger, cacheWriter, changed))',
    'return alignNeighbours(ledger, cacheWriter, changed)',
  ),
  mutant(
    'other-lives-stay',
    'what a neighbour says of a life that has ended does not stay for good',
    'src-main/link/cache-care.ts',
    'db.cacheWriter.leaveOtherLives().then(',
    'Promise.resolve(null as CacheChange | null).then(',
  ),
  mutant(
    'turn-of-what-is-shown',
    'whoever has an act that cannot be folded asks for the turn of that act, on which the next one will build',
    'src-main/features/cases/seen-of.ts',
    'movedBy: unshown ?? moves.at(-1)',
    'movedBy: moves.at(-1)',
  ),
]
