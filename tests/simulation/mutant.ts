import type { SourceEdit } from './module-hooks.ts'

export interface Mutant {
  readonly name: string
  /** Which safeguard is missing. */
  readonly takes: string
  readonly edits: readonly SourceEdit[]
}

export const mutant = (name: string, takes: string, file: string, find: string, replace: string): Mutant => ({
  name,
  takes,
  edits: [{ file, find, replace }],
})
