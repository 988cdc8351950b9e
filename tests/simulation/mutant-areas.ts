// Which part of the product a mutant harms, by the file of its first edit: the list (docs/mutants.md) is grouped by it, and
// `--mutants --some` runs one of each.
import type { Mutant } from './mutant.ts'

export interface MutantArea {
  readonly name: string
  /** A file is of the area whose entry is the longest that its path begins with. */
  readonly files: readonly string[]
  /** The one that `--some` runs: noticed by its stored seed in the first moments of a brief hall. */
  readonly chosen: string
}

const cache = (...names: string[]): string[] => names.map((name) => `src-main/db-worker/cache/${name}.ts`)
const ledger = (...names: string[]): string[] => names.map((name) => `src-main/db-worker/ledger/${name}.ts`)
const link = (...names: string[]): string[] => names.map((name) => `src-main/link/${name}.ts`)

export const mutantAreas: readonly MutantArea[] = [
  { name: 'Pages of the feed in the cache', files: cache('writer', 'arrive', 'write-case'), chosen: 'page-bounds-not-checked' },
  { name: 'Own acts folded over the cache', files: cache('pending', 'refold'), chosen: 'dependents-stay-in-overlay' },
  { name: 'First rows', files: cache('first-rows'), chosen: 'first-rows-stay' },
  {
    name: 'Digests, mending, rebuilding',
    files: [...cache('mend'), ...link('digest-watch', 'cache-care', 'cache-rebuild')],
    chosen: 'rebuilt-again-and-again',
  },
  {
    name: 'Opening, bringing up and exchanging a cache',
    files: [...cache('open-cache', 'open-shadow'), 'src-main/db/'],
    chosen: 'pointer-not-written',
  },
  {
    name: 'What the ledger stores',
    files: [...ledger('append', 'ledger', 'command-rows', 'standing'), 'src-main/db-worker/driver.ts'],
    chosen: 'chain-not-linked',
  },
  { name: 'Outcomes and decisions in the ledger', files: ledger('outcomes', 'tray-operations'), chosen: 'dependents-not-held' },
  {
    name: 'Numbers and drafts',
    files: [...ledger('numbers', 'drafts'), ...link('number-keeper')],
    chosen: 'leased-twice-given-twice',
  },
  {
    name: 'Sending acts',
    files: link('outbox-sender', 'send-plan', 'retry-after', 'platform-client'),
    chosen: 'outcomes-not-recorded',
  },
  { name: 'Reading the feed', files: link('feed-reader', 'page-queue', 'line-reader'), chosen: 'place-not-compared' },
  {
    name: 'Streams, silence, the word of the link',
    files: link('stream-keeper', 'silence-guard', 'ladder'),
    chosen: 'offline-never-said',
  },
  { name: 'The link as a whole', files: link('link-service'), chosen: 'settled-not-counted' },
  { name: 'Another life of the platform', files: link('platform-life', 'ask-again'), chosen: 'lost-acts-not-reopened' },
  { name: 'Snapshots', files: link('snapshot-fetch', 'snapshot-file'), chosen: 'part-of-another-file' },
  { name: 'Time', files: link('time-keeper'), chosen: 'wall-clock-counts' },
  { name: 'Neighbours', files: [...cache('neighbours'), 'src-main/lan/'], chosen: 'neighbour-never-leaves' },
  { name: 'Turns of a case', files: ['src-main/lan/relay.ts', 'src-main/features/cases/'], chosen: 'nobody-orders' },
  { name: 'Files at the seat', files: ['src-main/features/attachments/', ...ledger('attachments')], chosen: 'file-not-synced' },
  { name: 'Files on their way', files: ['src-main/link/attachment-'], chosen: 'pieces-before-acts' },
]

export function areaOf({ name, edits }: Mutant): MutantArea {
  const file = edits[0]?.file ?? ''
  const reach = ({ files }: MutantArea): number => Math.max(...files.map((one) => (file.startsWith(one) ? one.length : 0)))
  const nearest = mutantAreas.toSorted((a, b) => reach(b) - reach(a))[0]
  if (nearest === undefined || reach(nearest) === 0) throw new Error(`mutant ${name} is in no area: ${file}`)
  return nearest
}
