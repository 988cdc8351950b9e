import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applyEdit } from './module-hooks.ts'
import { mutants } from './mutants.ts'

describe('the mutants of the simulation', () => {
  it.each(mutants)('$name still finds the safeguard it takes out', ({ edits }) => {
    for (const edit of edits) {
      const source = readFileSync(edit.file, 'utf8')

      expect(applyEdit(source, edit)).not.toBe(source)
    }
  })

  it('have names of their own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  })
})
