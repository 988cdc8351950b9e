// What the starter of a package runs: the built shell without `npm start` around it.
import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockHolder } from '#main/shell-common/index.ts'
import { processesOn, Program, TestHall, TestSeat } from '#tests/e2e/support/index.ts'

let hall: TestHall

beforeAll(async () => {
  hall = await TestHall.open()
})

afterAll(async () => {
  await hall.end()
})

const shell = (dataDir: string, ...args: readonly string[]): Program =>
  hall.add(new Program({ script: 'out/main/shell-browser.js', args: ['--data-dir', dataDir, ...args] }))

describe('a package', () => {
  it('asked for something where nothing runs says so and starts nothing', async () => {
    const folder = await hall.folder('nothing')

    for (const words of [['--status'], ['--stop'], ['--entry', 'seat'], ['--open', 'wall']]) {
      expect(await shell(folder, ...words).ended()).toBe(4)
    }
    expect(readdirSync(folder)).toEqual([])
  })

  it.each(['shell-browser', 'platform', 'import', 'verify-audit'])('comes with a %s that explains itself', async (bundle) => {
    const program = hall.add(new Program({ script: `out/main/${bundle}.js`, args: ['--help'] }))

    expect(await program.ended()).toBe(0)
    expect(program.said.length).toBeGreaterThan(3)
  })

  it('asks the one that runs: its state, a way in, its end', async () => {
    const seat = hall.add(await TestSeat.start({ dataDir: await hall.folder('running') }))
    const folder = seat.paths.base

    const status = shell(folder, '--status')
    expect(await status.ended()).toBe(0)
    expect(JSON.parse(status.said[0] ?? '')).toMatchObject({ host: { state: 'ready' } })
    const entry = shell(folder, '--entry', 'seat')
    expect(await entry.ended()).toBe(0)
    expect(existsSync(entry.said[0] ?? '')).toBe(true)

    expect(await shell(folder, '--stop').ended()).toBe(0)
    expect(lockHolder(folder)).toBeNull()
    expect(await seat.program.ended()).toBe(0)
    expect(processesOn(folder)).toEqual([])
  })
})
