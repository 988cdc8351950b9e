import { join } from 'node:path'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { flipOne, judgeCache, judgeLedger, makeCache, makeLedger, quickCheckSees, tellCache, tellLedger } from '../faults/flipped-bytes.ts'
import type { FoundInCache } from '../faults/flipped-bytes.ts'
import { diceOf } from './data/dice.ts'
import { benchLine } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const FLIPS = 10_000
const QUICK_FLIPS = 600
/** Shares of the flips: a ledger that was closed, one whose power went, a cache. */
const SHARES = [0.6, 0.2, 0.2] as const

interface Tally {
  readonly flips: number
  noticed: number
  missed: string[]
  /** Of a cache: answers that are other ones, or rows that cannot be read. */
  otherwise: number
}

/** Flips one bit at a time and asks the product; `told` is only needed where a flip may change nothing. */
function flipMany(scratch: string, flips: number, seed: number, ask: (from: string) => Asked): Tally {
  const from = join(scratch, 'own')
  const { files, judge } = ask(from)
  const tally: Tally = { flips, noticed: 0, missed: [], otherwise: 0 }
  for (let k = 0; k < flips; k += 1) {
    const place = flipOne(from, join(scratch, 'flipped'), files, diceOf(seed * 100_003 + k))
    const found = judge(join(scratch, 'flipped'))
    if (found === 'noticed') tally.noticed += 1
    if (found === 'answers-otherwise' || found === 'row-unreadable') tally.otherwise += 1
    if (found === 'missed') tally.missed.push(place)
  }
  return tally
}

interface Asked {
  readonly files: readonly [string, ...string[]]
  readonly judge: (folder: string) => FoundInCache
}

function run({ isQuick, scratch, say, settings }: BenchContext): Promise<BenchLine> {
  const flips = settings.get('flips') ?? (isQuick ? QUICK_FLIPS : FLIPS)
  const seed = settings.get('seed') ?? 1
  const [closedFlips, cutFlips, cacheFlips] = SHARES.map((share) => Math.round(flips * share)) as [number, number, number]
  let unseen = 0
  const closed = flipMany(join(scratch, 'closed'), closedFlips, seed, (from) => {
    makeLedger(from, true)
    return {
      files: ['ledger.db'],
      judge: (folder) => {
        if (!quickCheckSees(join(folder, 'ledger.db'))) unseen += 1
        // A closed ledger is known byte for byte: nothing is harmless.
        return judgeLedger(folder, '') === 'noticed' ? 'noticed' : 'missed'
      },
    }
  })
  const cut = flipMany(join(scratch, 'cut'), cutFlips, seed, (from) => {
    makeLedger(from, false)
    makeLedger(join(scratch, 'told'), false)
    const ledger = unwrap(openLedger({ dataDir: join(scratch, 'told'), seat: '1' as SeatId, lastS: 0 }))
    const told = tellLedger(ledger)
    ledger.close()
    return { files: ['ledger.db', 'ledger.db-wal'], judge: (folder) => judgeLedger(folder, told) }
  })
  const cache = flipMany(join(scratch, 'cache'), cacheFlips, seed, (from) => {
    makeCache(from)
    const told = tellCache(from)
    return { files: ['cache.db'], judge: (folder) => judgeCache(folder, told) }
  })
  say(`seed ${String(seed)}`)
  for (const [name, { flips: of, noticed, missed, otherwise }] of Object.entries({ closed, cut, cache })) {
    say(`${name}: ${String(noticed)} of ${String(of)} noticed, ${String(missed.length)} missed`)
    if (otherwise > 0) say(`  ${String(otherwise)} answer otherwise than before, or not at all: not noticed by the call itself`)
    for (const place of missed.slice(0, 5)) say(`  ${place}`)
  }
  const missed = closed.missed.length + cut.missed.length + cache.missed.length
  const line = benchLine({
    name: 'byte-flips',
    unit: '% of flipped bits missed',
    ours: (100 * missed) / flips,
    peer: (100 * unseen) / closedFlips,
    target: { atMost: 0 },
  })
  return Promise.resolve(line)
}

export const bench: Bench = {
  name: 'byte-flips',
  describe:
    'single bits turned in ledger (closed, and as a power cut leaves it) and cache; peer: SQLite’s quick_check on the ledger',
  settings: ['flips', 'seed'],
  run,
}
