// Safeguards of the digests, of claims and of what comes from outside, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const writer = 'src-main/db-worker/cache/writer.ts'
const arrive = 'src-main/db-worker/cache/arrive.ts'
const neighbours = 'src-main/db-worker/cache/neighbours.ts'
const mend = 'src-main/db-worker/cache/mend.ts'

const digestMutants: readonly Mutant[] = [
  mutant(
    'digests-never-compared',
    'rows are compared with the platform’s now and then',
    'src-main/link/cache-care.ts',
    'this.#digests.tick()',
    '',
  ),
  mutant(
    'bucket-read-and-left',
    'a bucket that differs is set right',
    mend,
    'for (const row of rows) if (!passedOver.has(row.id)) applyChange(parts, row, touched)',
    '',
  ),
  mutant(
    'strange-row-stays',
    'a row that the platform has not is taken away',
    mend,
    "if (row === undefined) applyChange(parts, { seq, kind, id, ver, op: 'delete', row: null }, touched)",
    'if (row === undefined) continue',
  ),
]

const outsideMutants: readonly Mutant[] = [
  {
    name: 'ledger-not-synced',
    takes: 'a commit of the ledger is on the disk before it is acknowledged',
    edits: [
      { file: 'src-main/db-worker/driver.ts', find: 'PRAGMA synchronous = FULL;', replace: 'PRAGMA synchronous = NORMAL;' },
      { file: 'src-main/db-worker/driver.ts', find: 'if (level !== FULL) throw', replace: 'if (Number(level) > FULL) throw' },
    ],
  },
  mutant(
    'page-bounds-not-checked',
    'a page holds only rows that lie within it, in order',
    writer,
    "if (seq <= before || seq > page.next) return 'gap'",
    '',
  ),
  mutant(
    'later-schema-taken',
    'rows of a later schema are not taken for known ones',
    writer,
    "if (page.schema > FEED_SCHEMA) return 'schema'",
    '',
  ),
  mutant(
    'rejected-stays-in-overlay',
    'a rejected act leaves the overlay',
    writer,
    "if (outcome.result === 'rejected' || outcome.result === 'mismatch') dropRefused(db, outcome.id, touched)",
    '',
  ),
  mutant(
    'case-outlives-its-tombstone',
    'a case that has left the hall’s scope is not shown any more',
    arrive,
    'deleteCase(parts, id)',
    '',
  ),
  mutant(
    'restart-forgets-neighbours',
    'what neighbours still have to send is shown after a restart and in a new cache',
    'src-main/db/catch-up.ts',
    'changed(await cacheWriter.overlayNeighbours(await ledger.neighbours()))',
    '',
  ),
]

const hallMutants: readonly Mutant[] = [
  mutant(
    'relay-grants-everybody',
    'of two who ask, the relay grants one',
    'src-main/lan/relay.ts',
    'return cmdId !== request.cmdId && cmdId',
    'return (false as boolean) && cmdId !== request.cmdId && cmdId',
  ),
  mutant(
    'nobody-orders',
    'while the platform is away, acts are ordered',
    'src-main/features/cases/command-writer.ts',
    'if (lan == null || !link.isOffline || row === null || first === undefined) return ok(commands)',
    'if (lan == null || link.isOffline || row === null || first === undefined) return ok(commands)',
  ),
  mutant(
    'neighbour-hash-not-checked',
    'a neighbour’s act is what its hash says',
    'src-main/lan/check-offered.ts',
    'if (reckoned !== hash) return `hash of ${command.s}`',
    'if (reckoned === `${hash} and more`) return null',
  ),
  mutant(
    'arrived-neighbour-shown-again',
    'a neighbour’s act whose effect has come is not folded in again',
    neighbours,
    'if (hasArrived(db, one.command.id)) continue',
    '',
  ),
  mutant(
    'fold-order-by-seat',
    'acts of several seats are folded in the order in which they build on each other',
    'src-main/db-worker/cache/pending.ts',
    'return inFoldOrder(all).map(({ row }) => row)',
    'return all.map(({ row }) => row)',
  ),
]

export const moreMutants: readonly Mutant[] = [...digestMutants, ...outsideMutants, ...hallMutants]
