// The wall's browser where it cannot live: it is tried for as long as the hall runs, for nobody may stand before it.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { refuse } from '#shared/kernel/result.ts'
import { RunningRecord } from '../shell-common/running-record.ts'
import { prepareDataDir } from '../shell-common/index.ts'
import { WallWindows } from './wall-windows.ts'

let folder: string
let said: string[]
let closed: number
let walls: WallWindows[]

/** A browser that ends at once, and keeps count of how often it was begun. */
function wallOf(exitCode: number): WallWindows {
  const program = join(folder, 'browser.sh')
  writeFileSync(program, `#!/bin/sh\necho started >> ${folder}/starts\nexit ${exitCode}\n`)
  chmodSync(program, 0o755)
  const paths = prepareDataDir(join(folder, 'data'))
  if (!paths.ok) throw new Error(paths.error.code)
  const wall = new WallWindows({
    hall: { paths: paths.value, record: new RunningRecord(paths.value), sendToHost: () => undefined },
    entries: { fresh: () => Promise.resolve(refuse('host-gone')) },
    program,
    wall: { displays: null, displaysText: null, fittings: {} },
    say: (_zh, en) => said.push(en),
    onClosed: () => (closed += 1),
  })
  walls.push(wall)
  return wall
}
const starts = (): number => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').length

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-wall-'))
  said = []
  closed = 0
  walls = []
})
afterEach(async () => {
  for (const wall of walls) await wall.close()
  rmSync(folder, { recursive: true, force: true })
})

it('a browser that crashes again and again is left alone for a minute, and the hall goes on', async () => {
  const opened = await wallOf(1).open()

  expect(opened).toMatchObject({ ok: false, error: { code: 'no-shell' } })
  await expect.poll(() => said.at(-1), { timeout: 30_000 }).toContain('tried again in a minute')
  expect([starts(), closed]).toEqual([5, 0])
})

it('a browser that somebody closes ends the wall', async () => {
  await wallOf(0).open()

  await expect.poll(() => closed).toBe(1)
  expect(starts()).toBe(1)
})
