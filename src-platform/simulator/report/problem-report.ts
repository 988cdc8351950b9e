// One report: what, where, when, by whom and through which channel.
import type { ReportArgs } from '#shared/domain/case/acts.ts'
import type { CasePlace } from '#shared/domain/case/case-row.ts'
import type { CaseSource } from '#shared/domain/case/terms.ts'
import type { CatalogueClass } from '#shared/domain/catalogue/catalogue-data.ts'
import { distanceM } from '#shared/domain/geometry/distance.ts'
import type { Position } from '#shared/domain/geometry/geometry.ts'
import { dayNumberAt, startOfDay } from '#shared/domain/limits/local-day.ts'
import { photographsOf } from '../photograph/album.ts'
import { diceFor, weighted } from '../dice.ts'
import type { Dice } from '../dice.ts'
import type { Scene } from '../scene/scene.ts'
import type { Site } from '../scene/sites.ts'
import type { Colleague } from '../scene/staff.ts'
import { PATROL_FROM_MS, PATROL_TO_MS, shapeOfDay } from './day-shape.ts'
import { addressOf, descriptionOf } from './words.ts'

/** A report before it has a number. */
export interface ProblemReport {
  readonly at: number
  /** The dice of everything that happens to the case later hang on this. */
  readonly name: string
  readonly by: Colleague
  /** Who called or wrote in; null where nobody did. Made up, and sealed before it goes anywhere. */
  readonly citizen: { readonly name: string; readonly phone: string } | null
  readonly args: Omit<ReportArgs, 'no' | 'reporterName' | 'reporterPhone' | 'phoneKey'>
}

// Shares of a hall's 119,000 cases (domain-facts 5): 95 % inspectors, 3 % video, 2 % hotline, little else.
const bySource = weighted<CaseSource>([
  ['inspector', 906],
  ['self-handled', 60],
  ['video', 17],
  ['hotline', 11],
  ['citizen-app', 3],
  ['web', 2],
  ['leader', 1],
  ['media', 1],
])
/** When no inspector is out. */
const bySourceAtNight = weighted<CaseSource>([
  ['video', 50],
  ['hotline', 38],
  ['citizen-app', 12],
])
const citizens: ReadonlySet<CaseSource> = new Set(['hotline', 'citizen-app', 'web'])
/** Who sends what they see along. */
const photographers: ReadonlySet<CaseSource> = new Set(['inspector', 'self-handled', 'video', 'citizen-app'])
const outdoors: ReadonlySet<CaseSource> = new Set(['inspector', 'self-handled'])

const HOT_SHARE = 0.38
const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const titles = ['先生', '女士', '师傅', '同志'] as const

/** All reports of a local day, the earliest first: the same for the same seed and day. Empty where nobody could make one. */
export function reportsOfDay(scene: Scene, seed: number, dayNumber: number): ProblemReport[] {
  const { times, isRainy } = shapeOfDay(seed, dayNumber, scene.calendar)
  return times.flatMap((at, i) => {
    const report = reportAt(scene, { at, name: `${String(seed)}/${String(dayNumber)}/${String(i)}`, isRainy })
    return report === null ? [] : [report]
  })
}

export interface Occasion {
  readonly at: number
  /** Equal names make equal reports. */
  readonly name: string
  readonly isRainy: boolean
  /** Where an inspector is, if that is known: he reports what he sees there. */
  readonly whereIs?: (inspector: string) => Position | undefined
}

/** One report; null where the hall has nobody who could make it. */
export function reportAt(scene: Scene, { at, name, isRainy, whereIs }: Occasion): ProblemReport | null {
  const dice = diceFor('report', name)
  const isPatrol = isPatrolTime(at, scene.offsetMinutes)
  const source = (isPatrol ? bySource : bySourceAtNight).pick(dice)
  const problem = (isRainy ? scene.problems.inRain : scene.problems.usual).pick(dice)
  const somewhere = siteOf(scene, problem, source, dice)
  const by = reporterOf(scene, source, somewhere, dice)
  if (by === null) return null
  const seenAt = problem.kind === 'event' && outdoors.has(source) ? whereIs?.(by.id) : undefined
  const site = seenAt === undefined ? somewhere : nearestSite(scene.sites, seenAt, somewhere)
  const condition = dice.pick(problem.conditions)
  const address = addressOf(site, dice)
  const citizen = citizens.has(source) ? { name: `${dice.pick([...surnames])}${dice.pick(titles)}`, phone: phoneOf(dice) } : null
  return {
    at,
    name,
    by,
    citizen,
    args: {
      source,
      ...{ classCode: problem.code, conditionId: condition.id, areaGrade: site.grid.areaGrade },
      description: descriptionOf({ problem, condition, address, source }, dice),
      place: placeOf(site, address),
      wantsCallBack: citizen !== null && dice.chance(0.6),
      ...{ foundAt: at, urgent: problem.code.startsWith('E05') && dice.chance(0.3), notDuplicateBecause: null },
      attachments: photographers.has(source) ? photographsOf(scene.album, problem.code, name) : [],
      externalId: null,
    },
  }
}

export function isPatrolTime(at: number, offsetMinutes: number): boolean {
  const sinceMidnightMs = at - startOfDay(dayNumberAt(at, offsetMinutes), offsetMinutes)
  return sinceMidnightMs >= PATROL_FROM_MS && sinceMidnightMs < PATROL_TO_MS
}

/** A component of the class; else what a camera sees, a hot spot or anywhere. */
function siteOf(scene: Scene, { code, kind }: CatalogueClass, source: CaseSource, dice: Dice): Site {
  const components = kind === 'component' ? scene.componentsOf.get(code) : undefined
  if (components !== undefined) return dice.pick(components)
  if (source === 'video' && scene.cameras.length > 0) return dice.pick(scene.cameras)
  return dice.chance(HOT_SHARE) ? scene.hotSpots.pick(dice) : dice.pick(scene.anywhere.pick(dice))
}

function nearestSite(sites: readonly Site[], point: Position, otherwise: Site): Site {
  let [best, bestM] = [otherwise, Infinity]
  for (const site of sites) {
    const metres = distanceM(point, [site.lng, site.lat])
    if (metres < bestM) [best, bestM] = [site, metres]
  }
  return best
}

function reporterOf({ staff }: Scene, source: CaseSource, site: Site, dice: Dice): Colleague | null {
  const able = outdoors.has(source) ? staff.inspectorsOf(site.grid.dutyGrid) : staff.acceptors
  return able.length === 0 ? null : dice.pick(able)
}

function placeOf(site: Site, address: string): CasePlace {
  const { grid } = site
  return {
    ...{ lng: site.lng, lat: site.lat, address, component: site.component },
    ...{ grid: grid.code, dutyGrid: grid.dutyGrid, community: grid.community, street: grid.street },
  }
}

function phoneOf(dice: Dice): string {
  return `19000${String(dice.whole(0, 999_999)).padStart(6, '0')}`
}
