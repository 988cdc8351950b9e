import type { Shape } from '../shape.ts'
import type { charts as zh } from '../zh/charts.ts'

export const charts: Shape<typeof zh> = {
  asTable: 'Show as table',
  savePng: 'Save as picture',
  counting: 'Counting for {n} s',
}
