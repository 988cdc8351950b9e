import type { SourceEdit } from './module-hooks.ts'

export interface Mutant {
  readonly name: string
  readonly edits: readonly SourceEdit[]
}

export const mutants: readonly Mutant[] = []

export function mutantNamed(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name)
  if (found === undefined) throw new Error(`no mutant ${name}`)
  return found
}
