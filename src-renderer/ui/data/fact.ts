/** A name and its value. */
export interface Fact {
  readonly key: string
  readonly label: string
  readonly value?: string | undefined
  /** Over the whole width, wrapping by meaning: descriptions, reasons. */
  readonly wide?: boolean
}
