/** The table behind a chart: the same figures for eyes that prefer rows, for the keyboard and for screen readers. */
export interface ChartTable {
  readonly columns: readonly { readonly key: string; readonly label: string; readonly align?: 'start' | 'end' }[]
  readonly rows: readonly ChartRow[]
}

export interface ChartRow {
  readonly key: string
  /** In the order of the columns. */
  readonly cells: readonly string[]
}
