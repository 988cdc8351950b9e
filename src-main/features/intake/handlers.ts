import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'
import { ClockKind } from '#shared/domain/case/terms.ts'
import { defaultDuplicateRule } from '#shared/domain/geometry/duplicates.ts'
import { distanceM } from '#shared/domain/geometry/distance.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import { callerHistory } from '../cases/index.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference, ReferenceData } from '../reference/index.ts'
import { adviseDepartments } from './department-advice.ts'
import { draftHandlers } from './draft-handlers.ts'
import { factsAt, factsOfComponent } from './place-facts.ts'

type Area = HandlersOf<Contracts['intake']>

const DAYS_90_MS = 90 * 86_400_000
const HISTORY_SHOWN = 5
const PLACES_SHOWN = 20

type Files = Parameters<typeof draftHandlers>[3]

export function intakeHandlers(hall: Hall, reference: Reference, writer: CommandWriter, files: Files): Area {
  const { cache } = hall.db
  return {
    ...draftHandlers(hall, reference, writer, files),
    duplicates: async ({ classCode, lng, lat, except }) => ok(await findDuplicates(hall, classCode, lng, lat, except)),
    locate: async ({ lng, lat }) => ok(await factsAt(hall, lng, lat)),
    component: async ({ code }) => {
      const component = await cache.component(code)
      return ok(component === null ? null : await factsOfComponent(hall, component))
    },
    findPlaces: async ({ text }) => ok([...(await cache.searchPlaces(text.trim(), PLACES_SHOWN))]),
    suggestClass: async ({ text }) => {
      const data = await reference.data()
      if (!data.ok) return data
      return ok(data.value.suggest(text).map(({ class: found, share }) => ({ code: found.code, name: found.name, share })))
    },
    adviseDepartment: async ({ classCode, grid, component }) => {
      const [departments, owned, past] = await Promise.all([
        cache.departments(),
        component === null ? null : cache.component(component),
        cache.departmentHistory(classCode, hall.time.now() - DAYS_90_MS),
      ])
      return ok(adviseDepartments(departments, classCode, grid, owned, new Map(past.map((one) => [one.department, one]))))
    },
    callerHistory: async ({ phone }) => ok(await callerHistory(hall, phone, HISTORY_SHOWN)),
    catalogue: async () => {
      const data = await reference.data()
      return data.ok ? ok(catalogueShown(data.value)) : data
    },
    people: async () => {
      const data = await reference.data()
      return data.ok ? ok(peopleShown(data.value)) : data
    },
  }
}

/** Same minor class, 50 m, 24 h (domain-facts 1.5); nearest first. */
async function findDuplicates(
  hall: Hall,
  classCode: string,
  lng: number,
  lat: number,
  except: string | null,
): Promise<ReplyOf<Contracts['intake']['duplicates']>> {
  const now = hall.time.now()
  const { withinM, withinMs } = defaultDuplicateRule
  const near = await hall.db.cache.nearbyCases(classCode, lng, lat, withinM, now - withinMs)
  return near
    .filter(({ id }) => id !== except)
    .map((brief) => ({
      brief,
      distanceM: distanceM([lng, lat], [brief.lng ?? lng, brief.lat ?? lat]),
      ageMs: Math.max(0, now - brief.reportedAt),
    }))
    .sort((a, b) => a.distanceM - b.distanceM)
}

function catalogueShown(data: ReferenceData): ReplyOf<Contracts['intake']['catalogue']> {
  const classes = data.catalogue.classes.map(({ code, name, majorName, kind, conditions }) => ({
    code,
    name,
    majorName,
    kind,
    conditions: conditions.map(({ id, text, closing, limits }) => ({ id, text, closing, limits })),
  }))
  const desk = Object.fromEntries(ClockKind.options.map((kind) => [kind, data.catalogue.deskLimit(kind) ?? null]))
  // fromEntries forgets its keys; they are exactly the options.
  return { version: data.catalogue.version, classes, desk: desk as ReplyOf<Contracts['intake']['catalogue']>['desk'] }
}

function peopleShown(data: ReferenceData): ReplyOf<Contracts['intake']['people']> {
  const departments = [...data.departments.values()].map(({ id, name, phone }) => ({ id, name, phone }))
  const inspectors = [...data.people.values()]
    .filter(({ posts, active }) => active && posts.includes('inspector'))
    .map(({ id, name, dutyGrid }) => ({ id, name, dutyGrid }))
  return { departments, inspectors }
}
