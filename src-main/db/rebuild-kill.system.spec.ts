import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CaseId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'

const LOOP = fileURLToPath(new URL('../../tests/fakes/rebuild-loop.ts', import.meta.url))

/** Runs a seat until it has said a word so often, and some random milliseconds more; what it said was on disk. */
async function killAfter(dataDir: string, word: string, times: number): Promise<string[]> {
  const child = spawn(process.execPath, [LOOP, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const said: string[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => said.push(line))
  while (said.filter((line) => line === word).length < times) await once(lines, 'line')
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 12))
  const ended = once(child, 'close')
  child.kill('SIGKILL')
  await ended
  return said
}

describe('a seat that is killed with -9 while its cache is made anew', () => {
  it.each(['begins', 'opened', 'filled', 'adopted'])('has the old one or the new one, whole, right after "%s"', async (word) => {
    const dataDir = aDataFolder()

    const said = [...(await killAfter(dataDir, word, 1)), ...(await killAfter(dataDir, word, 2))]

    const db = unwrap(await openHallDbInProcess({ dataDir, seat: '1', lastS: 0, readers: 1 }))
    onTestFinished(() => db.close())
    const cases = said.filter((line) => line.startsWith('command ')).map((line) => line.split(' ')[2] as CaseId)
    const shown = await Promise.all(cases.map((id) => db.cache.caseById(id)))
    expect(shown.map((found) => found?.row.state)).toEqual(cases.map(() => 'reported'))
    expect(await db.cacheWriter.cursor()).toMatchObject({ epoch: 'epoch-1' })
    expect((await db.cache.departments()).length).toBe(3)
    expect(readdirSync(dataDir).filter((name) => /^cache.*\.db$/.test(name))).toHaveLength(1)
    expect(await db.ledger.verify()).toBeNull()
  })
})
