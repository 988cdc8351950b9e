import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CmdId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { openHallDb } from './open.ts'

const LOOP = fileURLToPath(new URL('../../tests/fakes/ledger-loop.ts', import.meta.url))
const DAY = '20261116'
const ROUNDS = 8

interface Seat {
  readonly process: ChildProcess
  /** What the seat said was safe, in order: numbers and commands. */
  readonly said: string[]
  saysMoreThan(count: number): Promise<void>
}

function startSeat(dataDir: string): Seat {
  const child = spawn(process.execPath, [LOOP, dataDir, DAY], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const said: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => said.push(line))
  return {
    process: child,
    said,
    async saysMoreThan(count) {
      while (said.length <= count) await once(lines, 'line')
    },
  }
}

async function kill({ process: child }: Seat): Promise<void> {
  const ended = once(child, 'close')
  child.kill('SIGKILL')
  await ended
}

describe('a seat that is killed with -9 in the middle of its work', () => {
  it('has every command it said was saved, never gives a number twice, and its chains are whole', async () => {
    const dataDir = aDataFolder()
    const said: string[] = []

    for (let round = 0; round < ROUNDS; round += 1) {
      const seat = startSeat(dataDir)
      // Another moment in each round, from the very first call on.
      await seat.saysMoreThan(round * 7)
      await kill(seat)
      said.push(...seat.said)
    }

    const db = unwrap(await openHallDbInProcess({ dataDir, seat: '1', lastS: 0, readers: 1 }))
    onTestFinished(() => db.close())
    const told = (what: string): string[] =>
      said.filter((line) => line.startsWith(what)).map((line) => line.slice(what.length + 1))
    const found = await Promise.all(told('command').map((id) => db.ledger.find(id as CmdId)))
    expect(found.filter((command) => command === null)).toEqual([])
    expect(told('number').length).toBeGreaterThan(ROUNDS)
    expect(new Set(told('number')).size).toBe(told('number').length)
    expect(told('number')).not.toContain(await db.ledger.takeNumber(DAY))
    expect(await db.ledger.verify()).toBeNull()
    expect((await db.cacheWriter.pendingIds()).length).toBe(await db.ledger.lastS())
  })

  it('keeps a second one out while it runs, and no longer once it is gone', async () => {
    const dataDir = aDataFolder()
    const seat = startSeat(dataDir)
    await seat.saysMoreThan(1)
    const options = { dataDir, seat: '1', lastS: 0, readers: 1 }

    expect(await openHallDb(options)).toEqual({
      ok: false,
      error: { code: 'already-running', detail: `pid ${String(seat.process.pid)}` },
    })
    await kill(seat)

    const db = unwrap(await openHallDb(options))
    await db.close()
  })
})
