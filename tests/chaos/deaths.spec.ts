import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { Program } from '#tests/e2e/support/program.ts'
import { reviveDead } from './deaths.ts'

const started: Program[] = []

afterEach(() => Promise.all(started.splice(0).map((program) => program.stop())))

/** A program that lives until it is told to die of a fault of its own. */
function start(): Program {
  const script = join(aDataFolder(), 'mortal.mjs')
  writeFileSync(script, "process.stdin.once('data', () => { throw new Error('nobody listens') })")
  const program = new Program({ script, args: [] })
  started.push(program)
  return program
}

it('a platform that died by itself is started again and reported, one that lives is left alone', async () => {
  let program = start()
  const platform = {
    get how() {
      return program.how
    },
    restart: () => Promise.resolve(void (program = start())),
  }

  const living = await reviveDead(platform, 'after fault 1')
  program.process.stdin?.write('die')
  await program.ended()
  const dead = await reviveDead(platform, 'after fault 2')

  expect(living).toEqual([])
  expect(dead).toEqual(['the platform died by itself (1) after fault 2'])
  expect(program.how).toBeNull()
})
