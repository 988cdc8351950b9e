import type { Meaning } from '#renderer/styles/symbols.ts'

/** One line of a list to choose from. */
export interface ChoiceOption {
  readonly value: string
  readonly label: string
  /** Code in front, aligned: "C0101". */
  readonly code?: string
  /** Paler words after the label: why it is offered, where it is. */
  readonly note?: string
  /** At the right: a distance, a share. */
  readonly aside?: string
  readonly meaning?: Meaning
  /** Why it cannot be chosen now. */
  readonly blocked?: string
  /** Heading over the first of the lines that share it; lines of one group stand together. */
  readonly group?: string
}
