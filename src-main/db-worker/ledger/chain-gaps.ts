import type { ReadDb, WriteDb } from '../driver.ts'
import type { Seal } from './seal.ts'

export type Chain = 'commands' | 'audit'

/** Numbers `lastN + 1` to `toN` were lost and a recovery has said so; the chain goes on behind them. */
export interface ChainGap {
  readonly chain: Chain
  readonly lastN: number
  readonly lastHash: string
  readonly toN: number
}

export function writeGap(db: WriteDb, seal: Seal, gap: ChainGap): void {
  db.change<[Chain, number, string, number, string]>(
    'INSERT INTO chain_gap (chain, last_n, last_hash, to_n, mac) VALUES (?, ?, ?, ?, ?)',
  ).run(gap.chain, gap.lastN, gap.lastHash, gap.toN, macOf(seal, gap))
}

/** Those that are as they were written. */
export function readGaps(db: ReadDb, seal: Seal, chain: Chain): readonly ChainGap[] {
  return db
    .prepare<[Chain], ChainGap & { readonly mac: string }>(
      `
      SELECT chain, last_n AS lastN, last_hash AS lastHash, to_n AS toN, mac FROM chain_gap WHERE chain = ? ORDER BY last_n
    `,
    )
    .all(chain)
    .filter((gap) => gap.mac === macOf(seal, gap))
}

/** Highest number that must not be given again although nothing stands under it; 0 when there is none. */
export function gapEnd(db: ReadDb, chain: Chain): number {
  return db.pluck<[Chain], number | null>('SELECT max(to_n) FROM chain_gap WHERE chain = ?').get(chain) ?? 0
}

function macOf(seal: Seal, { chain, lastN, lastHash, toN }: ChainGap): string {
  return seal(['gap', chain, lastN, lastHash, toN])
}
