import { describe, expect, it, onTestFinished } from 'vitest'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { cmdId } from '#tests/builders/ids.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { catchUpNeighbours } from './catch-up.ts'
import type { HallDb } from './hall-db.ts'

const two = '2' as SeatId

/** Seat 1, which knows and shows an act that seat 2 has still to send. */
async function aSeatThatKnowsOne(): Promise<HallDb> {
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  onTestFinished(() => db.close())
  await db.cacheWriter.applyPage(new TestPlatform().page(0, 100))
  const [stored] = unwrap(aLedger({ seat: two }).append([aReport(1)], null))
  await db.ledger.keepNeighbours(two, [{ ...stored!, claim: null }])
  await db.cacheWriter.overlayNeighbours(await db.ledger.neighbours())
  return db
}

/** As a neighbour's reader does when it hears that the platform has accepted the act. */
const leave = ({ ledger, cacheWriter, neighbourTurns }: HallDb): Promise<void> =>
  neighbourTurns.run(async () => {
    await cacheWriter.settleNeighbours([{ id: cmdId(1), accepted: { epoch: 'epoch-1', seq: 1_000 } }])
    await ledger.dropNeighbours([cmdId(1)])
  })

describe('a cache brought up to what neighbours have told', () => {
  it('goes on showing an accepted act that leaves the ledger at that moment', async () => {
    const db = await aSeatThatKnowsOne()
    let leaving: Promise<void> | undefined
    const neighbours: typeof db.ledger.neighbours = async () => {
      const known = await db.ledger.neighbours()
      leaving ??= leave(db)
      // Time enough for what does not wait for its turn.
      await new Promise((resolve) => setTimeout(resolve, 5))
      return known
    }

    await catchUpNeighbours({ ...db, ledger: { neighbours } }, () => undefined)
    await leaving

    expect(await db.cacheWriter.neighboursShown()).toEqual([{ id: cmdId(1), isAccepted: true }])
    expect(await db.ledger.neighbours()).toEqual([])
  })
})
