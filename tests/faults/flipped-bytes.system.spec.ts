import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { diceOf } from '../bench/data/dice.ts'
import { aDataFolder } from '../builders/a-folder.ts'
import { flipOne, judgeCache, judgeLedger, makeCache, makeLedger, tellCache, tellLedger } from './flipped-bytes.ts'

const FLIPS = 120

function toldBy(folder: string): string {
  const ledger = unwrap(openLedger({ dataDir: folder, seat: '1' as SeatId, lastS: 0 }))
  const told = tellLedger(ledger)
  ledger.close()
  return told
}

describe('a bit that turned on the disk', () => {
  it('is noticed wherever it is in a ledger that was closed', { timeout: 120_000 }, () => {
    const folder = aDataFolder()
    makeLedger(join(folder, 'own'), true)
    const places: string[] = []

    for (let k = 0; k < FLIPS; k += 1) {
      const place = flipOne(join(folder, 'own'), join(folder, 'flipped'), ['ledger.db'], diceOf(k))
      if (judgeLedger(join(folder, 'flipped'), '') !== 'noticed') places.push(place)
    }

    expect(places).toEqual([])
  })

  it('is noticed in a ledger whose power went, or changes nothing that is told', { timeout: 120_000 }, () => {
    const folder = aDataFolder()
    makeLedger(join(folder, 'own'), false)
    expect(existsSync(join(folder, 'own', 'ledger.db-wal'))).toBe(true)
    makeLedger(join(folder, 'whole'), false)
    const missed: string[] = []
    const told = toldBy(join(folder, 'whole'))

    for (let k = 0; k < FLIPS; k += 1) {
      const place = flipOne(join(folder, 'own'), join(folder, 'flipped'), ['ledger.db', 'ledger.db-wal'], diceOf(k))
      if (judgeLedger(join(folder, 'flipped'), told) === 'missed') missed.push(place)
    }

    expect(missed).toEqual([])
  })

  it('in the cache leads to a new cache or to an answer, which may be another one, never to a crash', { timeout: 120_000 }, () => {
    const folder = aDataFolder()
    makeCache(join(folder, 'own'))
    const told = tellCache(join(folder, 'own'))
    const missed: string[] = []

    for (let k = 0; k < FLIPS; k += 1) {
      const place = flipOne(join(folder, 'own'), join(folder, 'flipped'), ['cache.db'], diceOf(k))
      if (judgeCache(join(folder, 'flipped'), told) === 'missed') missed.push(place)
    }

    expect(missed).toEqual([])
  })
})
