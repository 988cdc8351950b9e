import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applyEdit } from './module-hooks.ts'
import { areaOf, mutantAreas } from './mutant-areas.ts'
import { knownHalls } from './mutant-seeds.ts'
import { mutants } from './mutants.ts'
import { SHORT_SEEDS } from './options.ts'

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

  it('belong to an area each, and every area has one that the short form runs', () => {
    const inAreas = Map.groupBy(mutants, areaOf)

    const missing = mutantAreas.filter((area) => inAreas.get(area)?.some(({ name }) => name === area.chosen) !== true)

    expect(missing).toEqual([])
  })

  it('are noticed, those of the short form, by a seed that the short simulation has seen hold without them', () => {
    const halls = knownHalls()

    const unheld = mutantAreas.filter(({ chosen }) => {
      const { seed = Infinity, variant = 0 } = halls.get(chosen) ?? {}
      return seed > SHORT_SEEDS || variant > 0
    })

    expect(unheld).toEqual([])
  })
})
