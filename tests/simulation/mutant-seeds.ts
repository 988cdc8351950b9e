// Which seed noticed a mutant last (mutant-seeds.json, written by --mutants --keep). A hint only: it is tried first, and where
// the halls have changed since, the search begins with the first seed again.
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { at } from '#build/run.ts'
import type { Mutant } from './mutant.ts'

const file = at('tests/simulation/mutant-seeds.json')
const schema = z.record(z.string(), z.int().positive())

export function knownSeeds(): ReadonlyMap<string, number> {
  return new Map(Object.entries(schema.parse(JSON.parse(readFileSync(file, 'utf8')))))
}

/** In the order of the list; a mutant that has left it is forgotten. */
export function saveSeeds(seeds: ReadonlyMap<string, number>, mutants: readonly Mutant[]): void {
  const kept = mutants.flatMap(({ name }) => {
    const seed = seeds.get(name)
    return seed === undefined ? [] : [[name, seed]]
  })
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
}
