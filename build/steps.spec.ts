import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { countingStep, hasPassed } from './steps.ts'

/** A script that prints this and ends so. */
function aScript(words: string, code: number): string {
  const script = join(aDataFolder(), 'script.mjs')
  writeFileSync(script, `console.log(${JSON.stringify(words)}); process.exitCode = ${String(code)}`)
  return script
}

describe('a step that counts by itself', () => {
  it('counts what its last line says', async () => {
    const result = await countingStep('mutants', aScript('mutants: 2 of 3 caught\n2 passed, 1 failed, 0 skipped', 1), [])()

    expect(result).toMatchObject({ name: 'mutants', code: 1, counts: { passed: 2, failed: 1, skipped: 0 } })
    expect(hasPassed(result)).toBe(false)
  })

  it('has failed where it ends badly or without a count', async () => {
    const bad = await countingStep('chaos', aScript('1 passed, 0 failed, 0 skipped', 1), [])()
    const silent = await countingStep('chaos', aScript('all well', 0), [])()

    expect(bad.counts).toEqual({ passed: 1, failed: 1, skipped: 0 })
    expect(silent.counts).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('has failed where it does not come to an end', async () => {
    const script = join(aDataFolder(), 'script.mjs')
    writeFileSync(script, 'console.log("1 passed, 0 failed, 0 skipped"); setInterval(() => undefined, 1_000)')

    const result = await countingStep('chaos', script, [], 300)()

    expect(hasPassed(result)).toBe(false)
    expect(result.output).toContain('ended after')
  })
})
