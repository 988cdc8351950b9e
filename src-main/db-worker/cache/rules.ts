// What folding asks of the hall's data, out of cached rows; read anew when one of those kinds has changed.
import type { FoldContext } from '#shared/domain/case/fold.ts'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { ReadDb } from '../driver.ts'

export type HallRules = Omit<FoldContext, 'flowCount'>

/** Kinds that folding depends on. */
export const ruleKinds: ReadonlySet<string> = new Set(['catalogue', 'calendar', 'department'])

export interface Rules {
  /** Undefined while a new seat has not got catalogue and calendar yet. */
  current(): HallRules | undefined
  forget(): void
}

export function createRules(db: ReadDb): Rules {
  let known: { readonly rules: HallRules | undefined } | undefined
  return {
    current: () => (known ??= { rules: readRules(db) }).rules,
    forget: () => {
      known = undefined
    },
  }
}

function readRules(db: ReadDb): HallRules | undefined {
  const catalogue = CatalogueData.safeParse(readCurrent(db, 'catalogue'))
  const calendar = CalendarData.safeParse(readCurrent(db, 'calendar'))
  if (!catalogue.success || !calendar.success) return undefined
  const departments = new Set(db.pluck<[], string>("SELECT id FROM entity_row WHERE kind = 'department'").all())
  return { catalogue: viewCatalogue(catalogue.data), calendar: createWorkCalendar(calendar.data), departments }
}

function readCurrent(db: ReadDb, kind: 'catalogue' | 'calendar'): unknown {
  const doc = db.pluck<[string], string>("SELECT doc FROM entity_row WHERE kind = ? AND id = 'current'").get(kind)
  return doc === undefined ? undefined : JSON.parse(doc)
}
