/** One list with its counts. */
export interface CountItem {
  readonly id: string
  readonly label: string
  readonly count: number
  readonly overdue?: number
  readonly attention?: number
  /** As bound: "Alt+1". */
  readonly keys?: string
}
