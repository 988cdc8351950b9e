// Which hall noticed a mutant last (mutant-seeds.json, written by --mutants --keep). A hint only: it is tried first, then its
// story under other chances, and where nothing of it is left the search begins with the first seed.
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { at } from '#build/run.ts'
import type { Mutant } from './mutant.ts'
import { hallSchema, nameOf } from './seed-name.ts'
import type { Hall } from './seed-name.ts'

const file = at('tests/simulation/mutant-seeds.json')
const schema = z.record(z.string(), hallSchema)

export function knownHalls(): ReadonlyMap<string, Hall> {
  return new Map(Object.entries(schema.parse(JSON.parse(readFileSync(file, 'utf8')))))
}

/** In the order of the list; a mutant that has left it is forgotten. */
export function saveHalls(halls: ReadonlyMap<string, Hall>, mutants: readonly Mutant[]): void {
  const kept = mutants.flatMap(({ name }) => {
    const hall = halls.get(name)
    return hall === undefined ? [] : [[name, nameOf(hall)]]
  })
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
}
