/** One column of a table. Numbers stand at the end, so that their digits line up. */
export interface Column<Row> {
  readonly key: string
  readonly label: string
  readonly align?: 'start' | 'end'
  /** CSS width; a column without one shares what is left. */
  readonly width?: string
  /** Plain text of the cell; a slot `cell-<key>` replaces it. */
  readonly text?: (row: Row) => string
  /** Codes, times and amounts are never cut; words may be. */
  readonly cut?: boolean
  readonly strong?: boolean
}
