import type { Cell } from 'write-excel-file/universal'

export const head = (value: string): Cell => ({ value, type: String, fontWeight: 'bold' })
export const words = (value: string): Cell => ({ value, type: String })
/** Numbers are numbers; an empty cell is no figure. */
export const number = (value: number | null, format: string): Cell => (value === null ? null : { value, type: Number, format })
/** A line of the sheet that says what the figures are. */
export const line = (name: string, value: string): Cell[] => [head(name), words(value)]
