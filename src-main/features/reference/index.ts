import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import { createSuggester } from '#shared/domain/catalogue/suggest.ts'
import type { SuggestClasses } from '#shared/domain/catalogue/suggest.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { WorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import { refuse, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CacheReaderApi } from '../../db/cache-api.ts'
import type { Signals } from '../../doors/signals.ts'

/** Catalogue, calendar, departments and people in the shape the rules ask for. */
export interface ReferenceData {
  readonly catalogue: CatalogueView
  readonly calendar: WorkCalendar
  readonly departments: ReadonlyMap<string, DepartmentRow>
  readonly people: ReadonlyMap<string, PersonRow>
  readonly suggest: SuggestClasses
}

/** Reads the reference rows once and again only after the feed has changed them. */
export class Reference {
  readonly #cache: CacheReaderApi
  #data: Promise<Result<ReferenceData>> | null = null

  constructor(cache: CacheReaderApi, signals: Signals) {
    this.#cache = cache
    signals.listen((signal) => {
      if (signal === 'reference') this.#data = null
    })
  }

  /** 'not-found' until the first catalogue has arrived. */
  async data(): Promise<Result<ReferenceData>> {
    this.#data ??= this.#read()
    const result = await this.#data
    if (!result.ok) this.#data = null
    return result
  }

  async #read(): Promise<Result<ReferenceData>> {
    const [catalogueData, calendarData, departments, people] = await Promise.all([
      this.#cache.catalogue(),
      this.#cache.calendar(),
      this.#cache.departments(),
      this.#cache.people(),
    ])
    if (catalogueData === null || calendarData === null) return refuse('not-found', 'catalogue')
    const catalogue = viewCatalogue(catalogueData)
    return ok({
      catalogue,
      calendar: createWorkCalendar(calendarData),
      departments: new Map(departments.map((row) => [row.id, row])),
      people: new Map(people.map((row) => [row.id, row])),
      suggest: createSuggester(catalogue),
    })
  }
}
