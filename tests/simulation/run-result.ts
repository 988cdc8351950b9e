import { clockText } from './trace.ts'

export interface Violation {
  readonly at: number
  /** I1 to I15 of reliability.md, or a rule of the wire. */
  readonly invariant: string
  readonly text: string
}

export interface RunResult {
  readonly violations: readonly Violation[]
  readonly digest: string
  readonly lines: readonly string[]
  readonly commands: number
  /** Virtual time that passed. */
  readonly ms: number
}

/** The story of a failure: what was planned, and what was seen to break. */
export function tellViolation({ at, invariant, text }: Violation): string {
  return `${clockText(at)}  ${invariant}: ${text}`
}

export const storyOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
